package dev.processkit.client;

import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Lets no class name in the JSON choose the class that is made, whatever annotations ask
 * for: such names are how gadgets get in. Logical names ({@code @JsonTypeInfo(use =
 * NAME)}) with listed subtypes, and sealed types, are not concerned.
 */
final class NamedClassesDenied extends PolymorphicTypeValidator.Base {

	private static final long serialVersionUID = 1L;

	@Override
	public Validity validateBaseType(DatabindContext context, JavaType baseType) {
		return Validity.DENIED;
	}

}
