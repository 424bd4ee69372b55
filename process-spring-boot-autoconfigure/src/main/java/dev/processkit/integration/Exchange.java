package dev.processkit.integration;

import dev.processkit.RequestFailedException;
import dev.processkit.supervisor.Dispatcher;

import org.jspecify.annotations.Nullable;

/**
 * One request and its outcome, which any thread may bring.
 */
final class Exchange implements Dispatcher.ReplyCallback {

	private final Conversation conversation;

	private final int length;

	private byte @Nullable [] reply;

	private volatile boolean complete;

	Exchange(Conversation conversation, int length) {
		this.conversation = conversation;
		this.length = length;
	}

	@Override
	public void onReply(byte @Nullable [] reply) {
		this.reply = reply;
		this.complete = true;
		this.conversation.completed();
	}

	@Override
	public void onFailure(RequestFailedException failure) {
		onReply(FrameCodec.errorReply(String.valueOf(failure.getMessage())));
	}

	boolean isComplete() {
		return this.complete;
	}

	byte @Nullable [] reply() {
		return this.reply;
	}

	/**
	 * The length of the request.
	 * @return in bytes
	 */
	int length() {
		return this.length;
	}

}
