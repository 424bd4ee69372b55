package dev.processkit.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.processkit.Dependencies;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessDefinition;

/**
 * Refuses dependencies that can never be met: of what is not there, or not enabled, and
 * in a circle. What is disabled is checked as well, so that enabling it is no surprise.
 */
final class OrderCheck {

	private final Map<String, Place> places = new LinkedHashMap<>();

	/**
	 * Add a definition.
	 * @param path where it stands
	 * @param definition the definition
	 * @param enabled whether it will run
	 */
	void add(String path, ProcessDefinition definition, boolean enabled) {
		this.places.merge(definition.name(), new Place(path, definition, enabled),
				(one, other) -> one.enabled() ? one : other);
	}

	/**
	 * Check all of them together.
	 * @throws InvalidDefinitionException naming the first that cannot be met
	 */
	void check() {
		List<ProcessDefinition> all = this.places.values().stream().map(Place::definition).toList();
		Dependencies dependencies = new Dependencies(all);
		this.places.values().forEach((place) -> PropertyPath.at(place.path(), () -> require(place, dependencies)));
	}

	private ProcessDefinition require(Place place, Dependencies dependencies) {
		dependencies.require(place.definition());
		for (String name : place.definition().dependsOn()) {
			Place needed = this.places.get(name);
			if (place.enabled() && needed != null && !needed.enabled()) {
				throw new InvalidDefinitionException("depends-on", name, "names a process that is disabled",
						"Enable it, disable this one too, or remove it.");
			}
		}
		return place.definition();
	}

	private record Place(String path, ProcessDefinition definition, boolean enabled) {

	}

}
