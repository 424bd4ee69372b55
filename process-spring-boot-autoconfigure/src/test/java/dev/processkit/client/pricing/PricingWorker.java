package dev.processkit.client.pricing;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.processkit.client.CallHeaders;

/**
 * Answers without Spring.
 */
public class PricingWorker implements Pricing {

	private final Map<String, String> states = new ConcurrentHashMap<>();

	@Override
	public CompletableFuture<Quote> later(String sku, int count) {
		return CompletableFuture.completedFuture(quote(sku, count));
	}

	@Override
	public Quote quote(String sku, int count) {
		if (sku.isEmpty()) {
			throw new NoSuchElementException("no sku");
		}
		return new Quote(sku, BigDecimal.valueOf(count));
	}

	@Override
	public CompletableFuture<List<Quote>> quotes(List<String> skus) {
		return CompletableFuture.supplyAsync(() -> skus.stream().map((sku) -> quote(sku, 1)).toList());
	}

	@Override
	public int zero() {
		return 0;
	}

	@Override
	public byte[] echo(byte[] bytes) {
		return bytes;
	}

	@Override
	public String trace() {
		return CallHeaders.current().getOrDefault("traceparent", "");
	}

	@Override
	public CompletableFuture<String> sleep(long millis) {
		return CompletableFuture.supplyAsync(() -> "",
				CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
	}

	@Override
	public void halt(int code) {
		System.out.println("halting");
		Runtime.getRuntime().halt(code);
	}

	@Override
	public CompletableFuture<Boolean> await(String name) {
		block(name);
		return CompletableFuture.completedFuture(true);
	}

	@Override
	public String block(String name) {
		System.out.println("waiting " + name);
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			this.states.put(name, "interrupted");
		}
		return name;
	}

	@Override
	public String state(String name) {
		return this.states.getOrDefault(name, "");
	}

}
