package dev.processkit.supervisor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.processkit.InstanceId;
import dev.processkit.control.FrameType;
import dev.processkit.launch.ProcessorDemand;
import org.jspecify.annotations.Nullable;

/**
 * A worker that does nothing but keep what it is sent.
 */
final class FakeOutlet implements WorkerLine.Outlet {

	final List<String> sent = new ArrayList<>();

	final WorkerLine line;

	boolean room = true;

	boolean refusing;

	Runnable onRequest = () -> {
	};

	int flushes;

	final List<Long> cancelled = new ArrayList<>();

	int unresponsive;

	String whyUnresponsive = "";

	boolean stopped;

	@Nullable ProcessorDemand demand;

	FakeOutlet(String instance) {
		InstanceId id = new InstanceId("pricing", Integer.parseInt(instance.substring("pricing-".length())));
		this.line = new WorkerLine(id, this, () -> List.of("its last words"), (why) -> {
			this.unresponsive++;
			this.whyUnresponsive = why;
		}, new Silence(id, "not reacted", () -> this.demand));
	}

	@Override
	public boolean hasRoom() {
		return this.room;
	}

	@Override
	public void cancel(long id) {
		this.cancelled.add(id);
	}

	@Override
	public boolean request(FrameType type, long id, byte[] payload) {
		this.onRequest.run();
		if (this.refusing) {
			return false;
		}
		return this.sent.add(new String(payload, StandardCharsets.UTF_8));
	}

	@Override
	public void stop() {
		this.stopped = true;
	}

	@Override
	public void flush() {
		this.flushes++;
	}

}
