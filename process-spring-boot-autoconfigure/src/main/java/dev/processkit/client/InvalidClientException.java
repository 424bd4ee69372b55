package dev.processkit.client;

import dev.processkit.ProcessException;
import org.jspecify.annotations.Nullable;

/**
 * An interface that cannot be a {@link ProcessClient}, found when the application starts.
 * Names the interface, the method, what is wrong and what to do.
 *
 * @since 0.1
 */
public class InvalidClientException extends ProcessException {

	private final String subject;

	private final String problem;

	private final String remedy;

	/**
	 * Create an exception.
	 * @param type the interface
	 * @param method the name of the method; {@code null} when the whole interface is
	 * meant
	 * @param problem what is wrong, a clause that continues "Method 'x' of process client
	 * 'y' "
	 * @param remedy what to do, a sentence
	 */
	public InvalidClientException(Class<?> type, @Nullable String method, String problem, String remedy) {
		this(((method != null) ? "Method '%s' of process client '%s'".formatted(method, type.getName())
				: "Process client '%s'".formatted(type.getName())), problem, remedy);
	}

	private InvalidClientException(String subject, String problem, String remedy) {
		super("%s %s. %s".formatted(subject, problem, remedy));
		this.subject = subject;
		this.problem = problem;
		this.remedy = remedy;
	}

	public String subject() {
		return this.subject;
	}

	public String problem() {
		return this.problem;
	}

	public String remedy() {
		return this.remedy;
	}

}
