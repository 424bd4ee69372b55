package dev.processkit.console;

import java.net.URI;
import java.nio.file.Path;
import java.util.UUID;

import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

/**
 * Tells as what a Java type travels.
 */
final class JsonType {

	private JsonType() {
	}

	/**
	 * Name the type of JSON.
	 * @param type the Java type
	 * @return string, integer, number, boolean, array, object, null or any
	 */
	static String of(JavaType type) {
		if (type.hasRawClass(void.class) || type.hasRawClass(Void.class)) {
			return "null";
		}
		if (type.isJavaLangObject() || type.isTypeOrSubTypeOf(JsonNode.class)) {
			return "any";
		}
		if (type.isPrimitive() || type.isTypeOrSubTypeOf(Number.class) || type.hasRawClass(Boolean.class)) {
			return ofScalar(type);
		}
		if (isText(type)) {
			return "string";
		}
		return (type.isCollectionLikeType() || type.isArrayType()) ? "array" : "object";
	}

	private static String ofScalar(JavaType type) {
		return switch (type.getRawClass().getSimpleName()) {
			case "boolean", "Boolean" -> "boolean";
			case "char" -> "string";
			case "float", "double", "Float", "Double", "BigDecimal" -> "number";
			default -> "integer";
		};
	}

	private static boolean isText(JavaType type) {
		return type.isEnumType() || type.isTypeOrSubTypeOf(CharSequence.class) || type.hasRawClass(Character.class)
				|| type.getRawClass().getPackageName().equals("java.time") || type.isTypeOrSubTypeOf(Path.class)
				|| type.hasRawClass(URI.class) || type.hasRawClass(UUID.class);
	}

}
