package dev.processkit.sample;

import java.io.IOException;
import java.nio.file.Path;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

import dev.processkit.worker.LoopingWorker;
import dev.processkit.worker.ProcessAction;
import dev.processkit.worker.WorkerContext;

/**
 * A worker that does the same thing at a fixed pace, and is a Spring component: in the
 * child JVM it gets a small application context with what it imports and with the
 * properties of the application. Says once when a disk runs short of space, and once when
 * it has enough again; at any time to whoever asks.
 */
@Component
@Import(DiskSpace.class)
public class DiskWatch implements LoopingWorker {

	private final DiskSpace disk;

	private final Path directory;

	private final long minimum;

	private boolean shortOfSpace;

	public DiskWatch(DiskSpace disk, @Value("${sample.disk-watch.directory}") String directory,
			@Value("${sample.disk-watch.minimum}") String minimum) {
		this.disk = disk;
		this.directory = Path.of(directory);
		this.minimum = DataSize.parse(minimum).toBytes();
	}

	@Override
	public void loop(WorkerContext context) throws IOException {
		long free = this.disk.free(this.directory);
		if (free < this.minimum && !this.shortOfSpace) {
			System.out.printf("%s is short of space: %,d bytes are left%n", this.directory, free);
		}
		if (free >= this.minimum && this.shortOfSpace) {
			System.out.printf("%s has space again: %,d bytes%n", this.directory, free);
		}
		this.shortOfSpace = free < this.minimum;
	}

	/** Operators ask for it, between two loops. */
	@ProcessAction("free")
	public String free() throws IOException {
		return "%,d bytes are left in %s".formatted(this.disk.free(this.directory), this.directory);
	}

}
