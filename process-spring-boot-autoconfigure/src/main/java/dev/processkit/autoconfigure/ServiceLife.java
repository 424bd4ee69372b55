package dev.processkit.autoconfigure;

import java.nio.file.Path;

import dev.processkit.launch.PidFile;
import dev.processkit.launch.SingleInstanceLock;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * What the application holds as long as it runs: the lock on its name, and its pid file.
 * Taken before anything is launched or listens, given back after everything has ended.
 */
final class ServiceLife implements AutoCloseable {

	private final @Nullable SingleInstanceLock lock;

	private final @Nullable PidFile pidFile;

	private ServiceLife(@Nullable SingleInstanceLock lock, @Nullable PidFile pidFile) {
		this.lock = lock;
		this.pidFile = pidFile;
	}

	/** A test that starts no processes needs none of it. */
	static ServiceLife none() {
		return new ServiceLife(null, null);
	}

	/**
	 * Take what is configured.
	 * @param properties what stands under {@code process}
	 * @param applicationName the name of the application; may be empty
	 * @return what was taken
	 * @throws dev.processkit.InvalidDefinitionException if another application has it
	 */
	static ServiceLife begin(ProcessProperties properties, String applicationName) {
		SingleInstanceLock lock = PropertyPath.at("process.single-instance",
				() -> lock(properties.singleInstance(), applicationName));
		try {
			Path file = PropertyPath.file("process.pid-file", properties.pidFile());
			return new ServiceLife(lock, (file != null) ? PropertyPath.at("process", () -> PidFile.write(file)) : null);
		}
		catch (RuntimeException ex) {
			if (lock != null) {
				lock.close();
			}
			throw ex;
		}
	}

	private static @Nullable SingleInstanceLock lock(SingleInstanceProperties properties, String applicationName) {
		if (!properties.enabled()) {
			return null;
		}
		String name = StringUtils.hasText(properties.name()) ? properties.name() : applicationName;
		return SingleInstanceLock.acquire(name, PropertyPath.file("directory", properties.directory()));
	}

	@Override
	public void close() {
		if (this.pidFile != null) {
			this.pidFile.close();
		}
		if (this.lock != null) {
			this.lock.close();
		}
	}

}
