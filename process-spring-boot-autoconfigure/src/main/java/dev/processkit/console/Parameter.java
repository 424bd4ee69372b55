package dev.processkit.console;

/**
 * What a procedure takes.
 *
 * @param name its name
 * @param type its type: string, integer, number, boolean, array, object or any
 * @param optional whether it may be left out
 */
record Parameter(String name, String type, boolean optional) {

	static Parameter required(String name, String type) {
		return new Parameter(name, type, false);
	}

	static Parameter optional(String name, String type) {
		return new Parameter(name, type, true);
	}

	@Override
	public String toString() {
		String text = this.name + ": " + this.type;
		return this.optional ? "[" + text + "]" : text;
	}

}
