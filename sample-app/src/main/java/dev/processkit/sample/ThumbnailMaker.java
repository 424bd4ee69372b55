package dev.processkit.sample;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.WorkerContext;

/**
 * A process behind a Unix-domain socket: makes thumbnails. Decoding a picture takes
 * memory by the dozen megabytes, which here is the worker's: whatever a client sends, the
 * application's own heap is safe. <pre>
 * {"file":"/path/in.png","width":128}
 * </pre>
 */
public class ThumbnailMaker implements MessageHandler {

	static final int WIDEST = 1024;

	/** One picture at a time, so that a few large ones do not fill the heap together. */
	private final Semaphore decoding = new Semaphore(1);

	@Override
	public String handle(String message, WorkerContext context) throws InterruptedException {
		this.decoding.acquire();
		try {
			JsonNode request = Reply.JSON.readTree(message);
			return Reply.data(Thumbnail.make(file(request), width(request)));
		}
		catch (JacksonException ex) {
			return Reply.error("The message is no JSON: " + ex.getOriginalMessage());
		}
		catch (IllegalArgumentException | IOException ex) {
			return Reply.error(String.valueOf(ex.getMessage()));
		}
		finally {
			this.decoding.release();
		}
	}

	private static Path file(JsonNode request) {
		String file = request.path("file").asString("");
		if (file.isBlank()) {
			throw new IllegalArgumentException("'file' is missing: give the path of a picture");
		}
		try {
			return Path.of(file).toAbsolutePath();
		}
		catch (InvalidPathException ex) {
			throw new IllegalArgumentException("'file' is no path: " + ex.getMessage(), ex);
		}
	}

	private static int width(JsonNode request) {
		JsonNode width = request.path("width");
		if (!width.isInt() || width.intValue() < 1 || width.intValue() > WIDEST) {
			throw new IllegalArgumentException("'width' must be a whole number from 1 to " + WIDEST);
		}
		return width.intValue();
	}

}
