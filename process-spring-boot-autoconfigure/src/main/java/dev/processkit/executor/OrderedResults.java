package dev.processkit.executor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

/**
 * The results of a function in the order of its items, with a bounded number of items on
 * their way. Used by one thread at a time.
 *
 * @param <T> the type of the items
 * @param <R> the type of the results
 */
final class OrderedResults<T extends @Nullable Object, R extends @Nullable Object> implements Iterator<R> {

	private final Iterator<? extends T> items;

	private final Function<T, CompletableFuture<R>> submit;

	private final int lookAhead;

	private final Deque<CompletableFuture<R>> under = new ArrayDeque<>();

	private boolean closed;

	OrderedResults(Iterator<? extends T> items, Function<T, CompletableFuture<R>> submit, int lookAhead) {
		this.items = items;
		this.submit = submit;
		this.lookAhead = lookAhead;
	}

	Stream<R> stream() {
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED), false)
			.onClose(this::close);
	}

	@Override
	public boolean hasNext() {
		fill();
		return !this.under.isEmpty();
	}

	@Override
	public R next() {
		fill();
		CompletableFuture<R> first = this.under.poll();
		if (first == null) {
			throw new NoSuchElementException();
		}
		try {
			return first.get();
		}
		catch (InterruptedException ex) {
			first.cancel(true);
			close();
			Thread.currentThread().interrupt();
			throw new CompletionException(ex);
		}
		catch (java.util.concurrent.ExecutionException ex) {
			close();
			throw unchecked(ex.getCause());
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	private void fill() {
		try {
			while (!this.closed && this.under.size() < this.lookAhead && this.items.hasNext()) {
				this.under.add(this.submit.apply(this.items.next()));
			}
		}
		catch (RuntimeException | Error ex) {
			close();
			throw ex;
		}
	}

	private static RuntimeException unchecked(@Nullable Throwable failure) {
		if (failure instanceof Error error) {
			throw error;
		}
		return (failure instanceof RuntimeException exception) ? exception : new CompletionException(failure);
	}

	private void close() {
		this.closed = true;
		this.under.forEach((future) -> future.cancel(true));
		this.under.clear();
	}

}
