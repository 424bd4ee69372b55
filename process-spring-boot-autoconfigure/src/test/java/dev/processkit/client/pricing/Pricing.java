package dev.processkit.client.pricing;

import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.processkit.client.ProcessCall;
import dev.processkit.client.ProcessClient;

/**
 * What the application injects.
 */
@ProcessClient(value = "${pricing.process:pricing}", timeout = "${pricing.timeout:20s}")
interface Pricing {

	Quote quote(String sku, int count);

	CompletableFuture<Quote> later(String sku, int count);

	CompletableFuture<List<Quote>> quotes(List<String> skus);

	int zero();

	byte[] echo(byte[] bytes);

	/** The trace the worker knows of. */
	String trace();

	@ProcessCall(timeout = "300ms")
	CompletableFuture<String> sleep(long millis);

	void halt(int code);

	/** Waits until it is cancelled. */
	CompletableFuture<Boolean> await(String name);

	String block(String name);

	/** How the wait of a name is going. */
	String state(String name);

	record Quote(String sku, BigDecimal price) {

	}

}
