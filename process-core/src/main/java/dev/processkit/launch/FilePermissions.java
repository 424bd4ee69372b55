package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Who may read a log file; whatever takes its place must not tell more people.
 *
 * @param permissions the permissions; {@code null} where the file system has none
 */
record FilePermissions(@Nullable Set<PosixFilePermission> permissions) {

	static FilePermissions of(Path file) throws IOException {
		PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
		return new FilePermissions((view != null) ? view.readAttributes().permissions() : null);
	}

	void applyTo(Path file) throws IOException {
		if (this.permissions != null) {
			Files.setPosixFilePermissions(file, this.permissions);
		}
	}

}
