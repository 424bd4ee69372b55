package dev.processkit.operation;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.processkit.ClassArchiveStatus;

/**
 * The class archive of the workers, as the actuator shows it.
 *
 * @param state off, building, in-use or unusable
 * @param reason why
 * @param file the archive; {@code null} where there is none
 * @param size its bytes, when it is in use
 * @since 0.1
 */
public record ClassArchiveDescriptor(String state, String reason, @Nullable String file, @Nullable Long size) {

	static ClassArchiveDescriptor of(ClassArchiveStatus status) {
		return new ClassArchiveDescriptor(status.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
				status.reason(), status.file(), (status.size() > 0) ? status.size() : null);
	}

}
