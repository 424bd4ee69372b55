package dev.processkit.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.processkit.operation.Closest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.ResolvableType;

/**
 * The keys that may stand under {@code process}, read from {@link ProcessProperties}
 * itself, and what to do about one that may not.
 */
final class KnownKeys {

	private static final Pattern CLASS_NAME_AS_KEY = Pattern
		.compile("process\\.[\\w-]*rocesses\\.((?:\\p{Ll}[\\w]*\\.)+\\p{Lu}[\\w$]*(?:\\.\\p{Lu}[\\w$]*)*)");

	private KnownKeys() {
	}

	/**
	 * Say what to do about an unknown property.
	 * @param name the property
	 * @param spelling the property as the user wrote it
	 * @return the remedy, a sentence
	 */
	static String remedyFor(ConfigurationPropertyName name, String spelling) {
		String className = classNameWithoutBrackets(spelling);
		if (className != null) {
			return "A class name as key needs quotes and brackets: write it as \"[%s]\".".formatted(className);
		}
		Map<String, ResolvableType> known = componentsOf(ResolvableType.forClass(ProcessProperties.class));
		for (int depth = 1; depth < name.getNumberOfElements(); depth++) {
			String element = name.getElement(depth, Form.ORIGINAL);
			ResolvableType type = find(element, known);
			if (type == null) {
				return unknown(element, known);
			}
			boolean definitions = type.toClass() == Map.class;
			depth += definitions ? 1 : 0;
			known = componentsOf(definitions ? type.getGeneric(1) : type);
		}
		return "Remove it.";
	}

	private static @Nullable ResolvableType find(String element, Map<String, ResolvableType> known) {
		String uniform = element.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
		return known.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().replace("-", "").equals(uniform))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
	}

	private static String unknown(String element, Map<String, ResolvableType> known) {
		if (known.isEmpty()) {
			return "Remove '%s': nothing may stand below this property.".formatted(element);
		}
		Optional<String> closest = Closest.to(element, known.keySet());
		return closest.map((key) -> "Did you mean '%s' instead of '%s'?".formatted(key, element))
			.orElse("Remove '%s', or use one of %s.".formatted(element, known.keySet()));
	}

	private static Map<String, ResolvableType> componentsOf(ResolvableType type) {
		Map<String, ResolvableType> components = new LinkedHashMap<>();
		if (type.toClass().isRecord()) {
			for (RecordComponent component : type.toClass().getRecordComponents()) {
				components.put(DataObjectPropertyName.toDashedForm(component.getName()),
						ResolvableType.forType(component.getGenericType()));
			}
		}
		return components;
	}

	/**
	 * By convention packages are in small letters and classes begin with a capital.
	 * @param spelling the property
	 * @return the class name, or {@code null} if there is none
	 */
	private static @Nullable String classNameWithoutBrackets(String spelling) {
		Matcher matcher = CLASS_NAME_AS_KEY.matcher(spelling);
		return matcher.lookingAt() ? matcher.group(1) : null;
	}

}
