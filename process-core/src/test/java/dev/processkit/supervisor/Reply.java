package dev.processkit.supervisor;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import dev.processkit.RequestFailedException;
import dev.processkit.RequestFailedException.Kind;
import dev.processkit.supervisor.Dispatcher.ReplyCallback;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request.
 */
class Reply implements ReplyCallback {

	final CompletableFuture<byte @Nullable []> future = new CompletableFuture<>();

	int outcomes;

	@Override
	public void onReply(byte @Nullable [] reply) {
		this.outcomes++;
		this.future.complete(reply);
	}

	@Override
	public void onFailure(RequestFailedException failure) {
		this.outcomes++;
		this.future.completeExceptionally(failure);
	}

	String text() {
		return new String(this.future.join(), StandardCharsets.UTF_8);
	}

	Kind failure() {
		return exception().kind();
	}

	RequestFailedException exception() {
		try {
			this.future.get(90, TimeUnit.SECONDS);
			throw new AssertionError("no failure");
		}
		catch (ExecutionException ex) {
			return (RequestFailedException) ex.getCause();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

}
