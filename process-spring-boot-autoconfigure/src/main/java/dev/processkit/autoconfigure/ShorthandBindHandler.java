package dev.processkit.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Bindable.BindRestriction;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;

/**
 * Lets one source say {@code mailer: com.acme.Mailer} and another
 * {@code mailer.instances=2}, or one {@code instances: 2} and another
 * {@code instances.max=4}. By itself the binder would take the bare value and overlook
 * the rest; here it takes the rest, and the bare value is looked up when the definition
 * is mapped.
 */
final class ShorthandBindHandler extends AbstractBindHandler {

	ShorthandBindHandler(BindHandler parent) {
		super(parent);
	}

	@Override
	public <T> @Nullable Bindable<T> onStart(ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
		Class<?> type = target.getType().resolve(Object.class);
		boolean twofold = DefinitionProperties.class.isAssignableFrom(type) || type == InstancesProperties.class;
		boolean both = twofold && hasDescendants(name, context);
		return super.onStart(name, both ? target.withBindRestrictions(BindRestriction.NO_DIRECT_PROPERTY) : target,
				context);
	}

	private boolean hasDescendants(ConfigurationPropertyName name, BindContext context) {
		for (var source : context.getSources()) {
			if (source.containsDescendantOf(name) == ConfigurationPropertyState.PRESENT) {
				return true;
			}
		}
		return false;
	}

}
