package dev.processkit.benchmarks.program;

import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.processkit.Framing;
import org.jspecify.annotations.Nullable;

/**
 * Cuts messages out of bytes as simply as it can be done. JSON is taken as lines: that is
 * how the load sends it, and a floor need not look further. Not thread-safe.
 */
final class FrameCutter {

	private final Framing framing;

	private byte[] bytes = new byte[16 << 10];

	private int from;

	private int scanned;

	private int to;

	FrameCutter(Framing framing) {
		this.framing = framing;
	}

	void append(ByteBuffer source) {
		int more = source.remaining();
		if (this.to + more > this.bytes.length) {
			int held = this.to - this.from;
			byte[] target = (held + more > this.bytes.length) ? new byte[2 * (held + more)] : this.bytes;
			System.arraycopy(this.bytes, this.from, target, 0, held);
			this.bytes = target;
			this.scanned -= this.from;
			this.from = 0;
			this.to = held;
		}
		source.get(this.bytes, this.to, more);
		this.to += more;
	}

	/** The next message without what the framing adds, or null. */
	byte @Nullable [] next() {
		return switch (this.framing) {
			case LENGTH -> nextByLength();
			case LINE, JSON -> nextLine();
			case RAW -> null;
		};
	}

	private byte @Nullable [] nextByLength() {
		if (this.to - this.from < Integer.BYTES) {
			return null;
		}
		int length = ByteBuffer.wrap(this.bytes).getInt(this.from);
		int begin = this.from + Integer.BYTES;
		return (this.to - begin < length) ? null : cut(begin, begin + length, begin + length);
	}

	private byte @Nullable [] nextLine() {
		for (int i = Math.max(this.scanned, this.from); i < this.to; i++) {
			if (this.bytes[i] == '\n') {
				return cut(this.from, i, i + 1);
			}
		}
		this.scanned = this.to;
		return null;
	}

	private byte[] cut(int begin, int end, int next) {
		byte[] message = Arrays.copyOfRange(this.bytes, begin, end);
		this.from = next;
		this.scanned = next;
		if (this.from == this.to) {
			this.from = 0;
			this.scanned = 0;
			this.to = 0;
		}
		return message;
	}

	/** All that is left, at the end of the stream. */
	byte[] rest() {
		return cut(this.from, this.to, this.to);
	}

	/** How long a reply gets in this framing. */
	int framedLength(byte[] reply) {
		return reply.length + Integer.BYTES;
	}

	void frame(byte[] reply, ByteBuffer target) {
		if (this.framing == Framing.LENGTH) {
			target.putInt(reply.length);
		}
		target.put(reply);
		if (this.framing == Framing.LINE || this.framing == Framing.JSON) {
			target.put((byte) '\n');
		}
	}

}
