package dev.processkit.task;

import org.jspecify.annotations.Nullable;

/**
 * Says what of an object keeps it from being serialised.
 */
final class Culprit {

	private Culprit() {
	}

	/**
	 * Describe the problem and what to do.
	 * @param what the object, for people
	 * @param root the object
	 * @param culprit the name of the class that serialisation has refused
	 * @return some sentences
	 */
	static String describe(String what, @Nullable Object root, String culprit) {
		Class<?> type = (root != null) ? root.getClass() : Void.class;
		if (type.getName().equals(culprit)) {
			return "%s, %s, cannot be serialised. %s".formatted(what, name(type.getName()),
					isLambda(culprit)
							? "Pass the lambda as SerializableCallable, SerializableRunnable or SerializableFunction."
							: "Let its class implement java.io.Serializable.");
		}
		return "%s, %s, cannot be serialised: it holds %s. Capture only serialisable variables; a lambda that uses a field or method of its class captures 'this'."
			.formatted(what, name(type.getName()), name(culprit));
	}

	private static String name(String type) {
		return isLambda(type) ? "a lambda of " + type.substring(0, type.indexOf("$$Lambda")) : "a " + type;
	}

	private static boolean isLambda(String type) {
		return type.contains("$$Lambda");
	}

}
