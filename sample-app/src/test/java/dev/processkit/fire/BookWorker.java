package dev.processkit.fire;

import java.nio.file.Path;

import dev.processkit.worker.MessageHandler;
import dev.processkit.worker.WorkerContext;

/**
 * The worker behind sockets.
 */
public class BookWorker implements MessageHandler {

	private final Book book;

	public BookWorker(WorkerContext context) {
		this.book = new Book(Path.of(String.valueOf(context.args().get("books"))));
	}

	@Override
	public String handle(String message, WorkerContext context) {
		String id = message.substring(message.indexOf(':') + 3, message.lastIndexOf('"'));
		return "{\"entered\":\"" + this.book.enter(id) + "\"}";
	}

}
