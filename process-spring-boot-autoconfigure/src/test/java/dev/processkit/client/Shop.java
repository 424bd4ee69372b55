package dev.processkit.client;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * An interface with all that is allowed.
 */
@ProcessClient(value = "shop", timeout = "PT5S")
interface Shop extends Shelf<Shop.Order> {

	int zero();

	boolean no();

	String nothing();

	List<String> none();

	String describe(String text, int number, Order order, List<Instant> times);

	Optional<BigDecimal> price(Optional<String> sku);

	Order echo(Order order);

	Payment pay(Payment payment);

	byte[] bytes(byte[] bytes);

	CompletableFuture<Map<String, Integer>> stock(String sku);

	CompletionStage<Void> restock(int count);

	@ProcessCall(timeout = "PT1S", idempotent = true)
	void restore();

	@ProcessCall(fireAndForget = true)
	void forget(String what);

	void fail(String how) throws IOException, OutOfStock, NoMessage;

	CompletableFuture<String> failLater(String how) throws OutOfStock;

	String interruptible() throws InterruptedException;

	default String twice(String text) {
		return describe(text + text, 2, null, List.of());
	}

	@Override
	String toString();

	record Order(String sku, int count, Instant at) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
	@JsonSubTypes({ @JsonSubTypes.Type(Cash.class), @JsonSubTypes.Type(Card.class) })
	sealed interface Payment {

	}

	record Cash(BigDecimal amount) implements Payment {

	}

	record Card(String number) implements Payment {

	}

	class OutOfStock extends Exception {

		OutOfStock(String message) {
			super(message);
		}

	}

	class NoMessage extends Exception {

		NoMessage() {
			super("no message of its own");
		}

	}

	/** The worker. */
	class Worker implements Shop {

		final List<String> forgotten = new ArrayList<>();

		volatile Map<String, String> headers = Map.of();

		@Override
		public int zero() {
			this.headers = CallHeaders.current();
			return 0;
		}

		@Override
		public boolean no() {
			return false;
		}

		@Override
		public String nothing() {
			return null;
		}

		@Override
		public List<String> none() {
			return List.of();
		}

		@Override
		public String describe(String text, int number, Order order, List<Instant> times) {
			return text + "|" + number + "|" + order + "|" + times;
		}

		@Override
		public Optional<BigDecimal> price(Optional<String> sku) {
			return sku.map((key) -> new BigDecimal("1.10"));
		}

		@Override
		public Order echo(Order order) {
			return order;
		}

		@Override
		public Payment pay(Payment payment) {
			return payment;
		}

		@Override
		public byte[] bytes(byte[] bytes) {
			return bytes;
		}

		@Override
		public CompletableFuture<Map<String, Integer>> stock(String sku) {
			return CompletableFuture.supplyAsync(() -> Map.of(sku, 3));
		}

		@Override
		public CompletionStage<Void> restock(int count) {
			return CompletableFuture.completedFuture(null);
		}

		@Override
		public void restore() {
			// Nothing to do.
		}

		@Override
		public void forget(String what) {
			if (what.isEmpty()) {
				throw new IllegalArgumentException("nothing to forget");
			}
			this.forgotten.add(what);
		}

		@Override
		public void fail(String how) throws IOException, OutOfStock, NoMessage {
			switch (how) {
				case "declared" -> throw new OutOfStock("none left");
				case "subclass" -> throw new java.io.FileNotFoundException("f");
				case "unmakeable" -> throw new NoMessage();
				case "error" -> throw new StackOverflowError("deep");
				default -> throw new IllegalStateException("undeclared");
			}
		}

		@Override
		public CompletableFuture<String> failLater(String how) {
			return CompletableFuture.failedFuture(new OutOfStock("none later"));
		}

		@Override
		public String interruptible() {
			return "";
		}

		@Override
		public Order first(List<Order> orders) {
			return orders.get(0);
		}

	}

}
