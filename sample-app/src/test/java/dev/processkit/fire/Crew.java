package dev.processkit.fire;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

import dev.processkit.InstanceState;
import dev.processkit.InstanceStatus;
import dev.processkit.supervisor.Supervisor;

/**
 * Several operators who command at random, all at once.
 */
final class Crew implements AutoCloseable {

	/** What workers count. */
	static final String COUNTED = "USR1";

	private static final List<String> ACTIONS = List.of("pause", "pause", "pause", "resume", "resume", "restart",
			"signal", "signal", "signal", "kill", "stop", "start", "start", "start");

	private static final List<String> TARGETS = List.of("pulse", "pulse-0", "pulse-1", "echo", "echo-0", "napper",
			"nobody");

	/** What they do not mind, what one counts, and what ends them. */
	private static final List<String> SIGNALS = List.of("WINCH", COUNTED, COUNTED, "TERM", "KILL", "KILL");

	private final Fire fire;

	private final List<Operator> operators;

	private final List<Random> choices = new ArrayList<>();

	private final ExecutorService threads;

	Crew(Fire fire, List<Operator> operators, long seed) {
		this.fire = fire;
		this.operators = operators;
		for (int i = 0; i < operators.size(); i++) {
			this.choices.add(new Random(seed + i));
		}
		this.threads = Executors.newFixedThreadPool(operators.size());
	}

	List<Operator> operators() {
		return this.operators;
	}

	/**
	 * Command.
	 * @param count how many commands each gives, one after the other
	 * @return what each has done
	 */
	CompletableFuture<List<List<Deed>>> work(int count) {
		List<CompletableFuture<List<Deed>>> working = new ArrayList<>();
		for (int i = 0; i < this.operators.size(); i++) {
			Operator operator = this.operators.get(i);
			Random random = this.choices.get(i);
			working.add(CompletableFuture.supplyAsync(() -> operate(operator, random, count), this.threads));
		}
		return CompletableFuture.allOf(working.toArray(CompletableFuture[]::new))
			.thenApply((all) -> working.stream().map(CompletableFuture::join).toList());
	}

	private List<Deed> operate(Operator operator, Random random, int count) {
		List<Deed> deeds = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			deeds.add(act(operator, any(ACTIONS, random), any(TARGETS, random), any(SIGNALS, random)));
		}
		return deeds;
	}

	private Deed act(Operator operator, String action, String target, String signal) {
		boolean counted = action.equals("signal") && signal.equals(COUNTED);
		Set<Long> serving = counted ? serving(target) : Set.of();
		long begun = System.nanoTime();
		try {
			String answer = operator.act(action, target, signal);
			long ended = System.nanoTime();
			if (counted) {
				// The console and the actuator do not wait for ever until it is decided.
				this.fire.bean(Supervisor.class).decided().get(Reach.PATIENCE.toSeconds(), TimeUnit.SECONDS);
			}
			Set<Long> reached = new HashSet<>(serving);
			reached.retainAll(counted ? serving(target) : Set.of());
			return new Deed(action, target, answer, begun, ended, reached);
		}
		catch (Exception ex) {
			throw new IllegalStateException(action + " " + target, ex);
		}
	}

	private Set<Long> serving(String target) {
		BiPredicate<String, InstanceStatus> meant = (text, instance) -> instance.id().toString().equals(text)
				|| instance.id().process().equals(text);
		Set<Long> pids = new HashSet<>();
		this.fire.instances()
			.stream()
			.filter((instance) -> meant.test(target, instance)
					&& (instance.state() == InstanceState.READY || instance.state() == InstanceState.PAUSED))
			.forEach((instance) -> pids.add(Objects.requireNonNull(instance.identity()).pid()));
		return pids;
	}

	private static String any(List<String> words, Random random) {
		return words.get(random.nextInt(words.size()));
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
