package dev.processkit.control;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of frames. The codes are the wire's.
 *
 * @since 0.1
 */
public enum FrameType {

	/** What the worker is to become. */
	CONFIGURE(1, false, 0, true),

	/** The worker may receive work. */
	READY(2, true, 0, false),

	/** The worker is alive. */
	HEARTBEAT(3, true, 0, false),

	/** A message to be handled. */
	REQUEST(4, false, Long.BYTES, true),

	/** The answer to a request. */
	REPLY(5, true, Long.BYTES, true),

	/** A request, or with id 0 the worker as a whole, has failed. */
	FAILURE(6, true, Long.BYTES, true),

	/** Take no more work and end. */
	STOP(7, false, 0, false),

	/** Take no more work until RESUME. */
	PAUSE(8, false, 0, false),

	/** Take work again. */
	RESUME(9, false, 0, false),

	/** What the worker is doing, in a word. */
	STATE(10, true, 0, true),

	/** A request was handled and has no answer. */
	NO_REPLY(11, true, Long.BYTES, false),

	/** A method to be called. */
	CALL(12, false, Long.BYTES, true),

	/** The answer to a call is not wanted any more. */
	CANCEL(13, false, Long.BYTES, false),

	/** What a spare is likely to become. */
	PREPARE(14, false, 0, true);

	private static final FrameType[] BY_CODE = values();

	private final int code;

	private final boolean fromWorker;

	private final int idLength;

	private final boolean open;

	FrameType(int code, boolean fromWorker, int idLength, boolean open) {
		this.code = code;
		this.fromWorker = fromWorker;
		this.idLength = idLength;
		this.open = open;
	}

	int code() {
		return this.code;
	}

	boolean isFromWorker() {
		return this.fromWorker;
	}

	boolean carriesId() {
		return this.idLength > 0;
	}

	boolean allows(int bodyLength) {
		return bodyLength == this.idLength || this.open && bodyLength > this.idLength;
	}

	static @Nullable FrameType ofCode(int code) {
		return (code >= 1 && code <= BY_CODE.length) ? BY_CODE[code - 1] : null;
	}

}
