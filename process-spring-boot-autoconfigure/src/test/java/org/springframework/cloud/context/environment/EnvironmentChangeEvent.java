package org.springframework.cloud.context.environment;

import java.util.Set;

import org.springframework.context.ApplicationEvent;

/**
 * Stands for the event of Spring Cloud, which this project knows by its name only.
 */
public class EnvironmentChangeEvent extends ApplicationEvent {

	private final Set<String> keys;

	public EnvironmentChangeEvent(Object context, Set<String> keys) {
		super(context);
		this.keys = keys;
	}

	public Set<String> getKeys() {
		return this.keys;
	}

}
