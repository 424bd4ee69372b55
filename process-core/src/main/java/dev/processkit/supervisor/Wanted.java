package dev.processkit.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * What is wanted of an instance, whatever its state is: up or down, and whether it is to
 * be paused while it is up. So a pause outlives the process that was told of it, until
 * somebody resumes the instance, stops it or starts it anew.
 */
final class Wanted {

	private boolean up;

	private @Nullable String pause;

	boolean isUp() {
		return this.up;
	}

	boolean isPaused() {
		return this.pause != null;
	}

	/** Say of what is ready why it may be paused nevertheless. */
	String explain(String ready) {
		return (this.pause != null) ? "still paused (%s): %s".formatted(this.pause, ready) : ready;
	}

	void up() {
		this.up = true;
		this.pause = null;
	}

	void down() {
		this.up = false;
		this.pause = null;
	}

	/** Down, but not yet. */
	void leave() {
		this.up = false;
	}

	void pause(String why) {
		this.pause = why;
	}

	void resume() {
		this.pause = null;
	}

}
