package dev.processkit;

/**
 * A definition that cannot work, found before anything was launched. Names the property,
 * its value, what is wrong with it and what to do.
 *
 * @since 0.1
 */
public class InvalidDefinitionException extends ProcessException {

	private final String property;

	private final String value;

	private final String problem;

	private final String remedy;

	/**
	 * Create an exception for one property.
	 * @param property the property as written in YAML, relative to what is being built
	 * @param value the refused value
	 * @param problem what is wrong, a clause that continues "property 'x' "
	 * @param remedy what to do, a sentence
	 */
	public InvalidDefinitionException(String property, Object value, String problem, String remedy) {
		super("Property '%s' with value '%s' %s. %s".formatted(property, value, problem, remedy));
		this.property = property;
		this.value = String.valueOf(value);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * Return the same complaint with the property seen from further out.
	 * @param prefix the path of what contains the property, such as
	 * {@code process.processes.mailer}
	 * @return an exception that names {@code prefix.property}
	 */
	public InvalidDefinitionException within(String prefix) {
		InvalidDefinitionException outer = new InvalidDefinitionException(
				this.property.isEmpty() ? prefix : prefix + "." + this.property, this.value, this.problem, this.remedy);
		outer.initCause(this);
		return outer;
	}

	public String property() {
		return this.property;
	}

	public String value() {
		return this.value;
	}

	public String problem() {
		return this.problem;
	}

	public String remedy() {
		return this.remedy;
	}

}
