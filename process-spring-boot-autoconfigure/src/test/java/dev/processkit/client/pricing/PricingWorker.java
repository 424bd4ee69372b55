package dev.processkit.client.pricing;

import java.math.BigDecimal;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import dev.processkit.client.CallHeaders;

/**
 * Answers without Spring.
 */
public class PricingWorker implements Pricing {

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
		Runtime.getRuntime().halt(code);
	}

}
