package dev.processkit.shared;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The rows of a table, each as it is when it is come to. For one thread.
 */
final class Rows implements Iterator<SharedRow> {

	private final Slots slots;

	private final TableFormat format;

	private int slot;

	private @Nullable SharedRow next;

	Rows(Slots slots, TableFormat format) {
		this.slots = slots;
		this.format = format;
	}

	@Override
	public boolean hasNext() {
		while (this.next == null && this.slot < this.format.slots()) {
			byte[] content = this.slots.read(this.slot);
			if (content != null) {
				this.next = new SharedRow(this.format.layout(), content);
			}
			if (content != null || !this.slots.isLive(this.slot)) {
				this.slot++;
			}
		}
		return this.next != null;
	}

	@Override
	public SharedRow next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		SharedRow row = Objects.requireNonNull(this.next);
		this.next = null;
		return row;
	}

}
