package dev.processkit.supervisor;

import dev.processkit.control.ControlChannel;

/**
 * Sends the requests of a line over the control channel of its worker.
 *
 * @param channel the channel
 */
record ChannelOutlet(ControlChannel channel) implements WorkerLine.Outlet {

	@Override
	public boolean hasRoom() {
		return this.channel.hasRoom();
	}

	@Override
	public boolean request(long id, byte[] payload) {
		return this.channel.request(id, payload);
	}

	@Override
	public void flush() {
		this.channel.flush();
	}

}
