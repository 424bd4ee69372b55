package dev.processkit.benchmarks.scenario;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

import dev.processkit.Framing;
import dev.processkit.benchmarks.Comparison;
import dev.processkit.benchmarks.Contender;
import dev.processkit.benchmarks.Harness;
import dev.processkit.benchmarks.load.CompiledLoad;
import dev.processkit.benchmarks.load.Exchange;
import dev.processkit.benchmarks.load.OneShotLoad;
import dev.processkit.benchmarks.load.ServerAddress;
import dev.processkit.benchmarks.load.SocketLoad;

/**
 * Loads one kind of server after the other: connects for each turn, so that no contender
 * keeps another's connections waiting.
 */
final class SocketTurns {

	private final Harness harness;

	private final Servers servers;

	private final int rounds;

	SocketTurns(Harness harness, Servers servers, int rounds) {
		this.harness = harness;
		this.servers = servers;
		this.rounds = rounds;
	}

	/** Clients that keep messages in flight. */
	Comparison clients(String what, Framing framing, int size, int connections, int inFlight) throws Exception {
		Callable<Comparison> turns = () -> compare(what, keeping(framing, size, connections, inFlight));
		return (connections * inFlight == 1) ? AwakeProcessors.during(this.harness, turns) : turns.call();
	}

	private Function<ServerAddress, Load> keeping(Framing framing, int size, int connections, int inFlight) {
		return (address) -> (time) -> {
			Optional<List<String>> compiled = this.harness.tools()
				.compiled("load", framing.name().toLowerCase(Locale.ROOT), address.value(), Integer.toString(size),
						Integer.toString(connections), Integer.toString(inFlight));
			if (compiled.isPresent()) {
				try (CompiledLoad load = new CompiledLoad(this.harness.children().start(compiled.get()))) {
					return load.run(time);
				}
			}
			try (SocketLoad load = new SocketLoad(address, new Exchange(framing, size), connections, inFlight)) {
				return load.run(time).figures();
			}
		};
	}

	/** A connection for each message. */
	Comparison oneShot(String what, int size) throws Exception {
		return AwakeProcessors.during(this.harness,
				() -> compare(what, (address) -> (time) -> new OneShotLoad(address, size).run(time).figures()));
	}

	private Comparison compare(String what, Function<ServerAddress, Load> loads) throws Exception {
		List<Contender> contenders = new ArrayList<>();
		for (var server : this.servers.addresses().entrySet()) {
			contenders.add(new Contender(server.getKey(), new WarmTurn(loads.apply(server.getValue()))));
		}
		return this.harness.compare(what, this.rounds, contenders);
	}

	/** What one turn does. */
	@FunctionalInterface
	private interface Load {

		Map<String, Double> run(Duration time) throws IOException, InterruptedException;

	}

	/** The first turn, which does not count, is long enough for the compilers. */
	private final class WarmTurn implements Contender.Turn {

		private final Load load;

		private boolean warm;

		WarmTurn(Load load) {
			this.load = load;
		}

		@Override
		public Map<String, Double> take() throws IOException, InterruptedException {
			Duration time = this.warm ? SocketTurns.this.harness.plan().turn()
					: SocketTurns.this.harness.plan().warmup();
			this.warm = true;
			return this.load.run(time);
		}

	}

}
