package dev.processkit.fire;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import dev.processkit.worker.WorkerContext;

/**
 * The worker behind typed calls.
 */
public class LedgerWorker implements Ledger {

	private final Book book;

	public LedgerWorker(WorkerContext context) {
		this.book = new Book(Path.of(String.valueOf(context.args().get("books"))));
	}

	@Override
	public String enter(String id) {
		this.book.enter(id);
		// The moment in which a kill leaves an entry without an answer.
		LockSupport.parkNanos(10_000_000);
		return id;
	}

	@Override
	public CompletableFuture<String> enterLater(String id) {
		return CompletableFuture.completedFuture(enter(id));
	}

	@Override
	public String look(String id) {
		return enter(id);
	}

}
