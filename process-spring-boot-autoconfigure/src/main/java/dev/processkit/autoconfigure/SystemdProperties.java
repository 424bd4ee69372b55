package dev.processkit.autoconfigure;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What systemd is told, when it has started the application and wants to know.
 *
 * @param ready What must be ready before the application says that it is.
 */
record SystemdProperties(@DefaultValue("processes") Ready ready) {

	/**
	 * What has to be ready.
	 */
	enum Ready {

		/** The application and all declared processes. */
		PROCESSES,

		/** The application alone. */
		APPLICATION

	}

}
