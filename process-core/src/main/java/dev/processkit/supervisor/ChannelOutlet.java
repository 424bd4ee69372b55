package dev.processkit.supervisor;

import dev.processkit.control.FrameType;
import dev.processkit.control.WorkerChannel;

/**
 * Sends the requests of a line over the channel of its worker.
 *
 * @param channel the channel
 */
record ChannelOutlet(WorkerChannel channel) implements WorkerLine.Outlet {

	@Override
	public boolean hasRoom() {
		return this.channel.hasRoom();
	}

	@Override
	public boolean request(FrameType type, long id, byte[] payload) {
		return (type == FrameType.CALL) ? this.channel.call(id, payload) : this.channel.request(id, payload);
	}

	@Override
	public void cancel(long id) {
		this.channel.cancel(id);
	}

	@Override
	public void stop() {
		this.channel.stop();
	}

	@Override
	public void flush() {
		this.channel.flush();
	}

}
