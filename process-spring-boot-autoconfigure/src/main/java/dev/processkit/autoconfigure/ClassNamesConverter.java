package dev.processkit.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.ConditionalGenericConverter;
import org.springframework.util.StringUtils;

/**
 * Reads class names separated by commas into a map of definitions, keyed by index like a
 * list.
 */
final class ClassNamesConverter implements ConditionalGenericConverter {

	@Override
	public Set<ConvertiblePair> getConvertibleTypes() {
		return Set.of(new ConvertiblePair(String.class, Map.class));
	}

	@Override
	public boolean matches(TypeDescriptor sourceType, TypeDescriptor targetType) {
		return DefinitionProperties.class.isAssignableFrom(valueType(targetType));
	}

	@Override
	public Map<String, DefinitionProperties> convert(@Nullable Object source, TypeDescriptor sourceType,
			TypeDescriptor targetType) {
		Class<? extends DefinitionProperties> kind = valueType(targetType).asSubclass(DefinitionProperties.class);
		Map<String, DefinitionProperties> definitions = new LinkedHashMap<>();
		for (String className : StringUtils.commaDelimitedListToStringArray((String) source)) {
			if (StringUtils.hasText(className)) {
				definitions.put(String.valueOf(definitions.size()), DefinitionProperties.ofClass(kind, className));
			}
		}
		return definitions;
	}

	private static Class<?> valueType(TypeDescriptor mapType) {
		TypeDescriptor valueType = mapType.getMapValueTypeDescriptor();
		return (valueType != null) ? valueType.getObjectType() : Object.class;
	}

}
