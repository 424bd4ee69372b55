package dev.processkit.sample;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

import dev.processkit.worker.Worker;
import dev.processkit.worker.WorkerContext;

/**
 * A worker that is a Spring component: in the child JVM it gets a small application
 * context with what it imports and with the properties of the application. Says once when
 * a disk runs short of space, and once when it has enough again.
 */
@Component
@Import(DiskSpace.class)
public class DiskWatch implements Worker {

	private final DiskSpace disk;

	private final Path directory;

	private final long minimum;

	private final Duration interval;

	private boolean shortOfSpace;

	public DiskWatch(DiskSpace disk, @Value("${sample.disk-watch.directory}") String directory,
			@Value("${sample.disk-watch.minimum}") String minimum,
			@Value("${sample.disk-watch.interval}") String interval) {
		this.disk = disk;
		this.directory = Path.of(directory);
		this.minimum = DataSize.parse(minimum).toBytes();
		this.interval = Duration.parse(interval);
	}

	@Override
	public void run(WorkerContext context) throws Exception {
		do {
			check();
		}
		while (context.sleep(this.interval));
	}

	private void check() throws IOException {
		long free = this.disk.free(this.directory);
		if (free < this.minimum && !this.shortOfSpace) {
			System.out.printf("%s is short of space: %,d bytes are left%n", this.directory, free);
		}
		if (free >= this.minimum && this.shortOfSpace) {
			System.out.printf("%s has space again: %,d bytes%n", this.directory, free);
		}
		this.shortOfSpace = free < this.minimum;
	}

}
