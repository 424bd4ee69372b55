package dev.processkit.benchmarks.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.processkit.Framing;
import dev.processkit.benchmarks.Contender;
import dev.processkit.benchmarks.Harness;
import dev.processkit.benchmarks.Scenario;
import dev.processkit.benchmarks.host.ProcFigures;
import dev.processkit.benchmarks.load.Exchange;
import dev.processkit.benchmarks.load.LoadResult;
import dev.processkit.benchmarks.load.ServerAddress;
import dev.processkit.benchmarks.load.SocketLoad;
import dev.processkit.benchmarks.program.EndpointServer;
import dev.processkit.benchmarks.program.SelectorServer;
import dev.processkit.benchmarks.report.Row;
import dev.processkit.benchmarks.report.Series;
import dev.processkit.benchmarks.report.Unit;

/**
 * How an endpoint inside the application bears more and more connections.
 *
 * @since 0.1
 */
public final class ConnectionGrowth implements Scenario {

	private static final int ROUNDS = 3;

	private static final int SIZE = 100;

	@Override
	public String name() {
		return "connection-growth";
	}

	@Override
	public String aims() {
		return "messages a second and memory from 1 to 1,000 connections";
	}

	@Override
	public void run(Harness harness) throws Exception {
		try (Servers servers = new Servers(harness, new Road(Framing.JSON, true))) {
			servers.java(Contender.OURS, EndpointServer.class);
			servers.java(Servers.SELECTOR, SelectorServer.class);
			SocketTurns turns = new SocketTurns(harness, servers, ROUNDS);
			List<Integer> counts = harness.plan().pick(List.of(1, 8, 64, 256, 1000), List.of(1, 100));
			for (int count : counts) {
				var comparison = turns.clients(count + " connections", Framing.JSON, SIZE, count, 1);
				harness.add(comparison.row(name(), LoadResult.RATE, "Unix, json, 100 B: connections: " + count,
						Unit.PER_SECOND));
			}
			for (int count : counts) {
				memory(harness, servers, count);
			}
		}
		harness.note(
				"Memory is the PSS of the server with that many connections open, each of which has served; the heap of a "
						+ "JVM keeps what earlier rounds made it take.");
	}

	private void memory(Harness harness, Servers servers, int count) throws Exception {
		if (!ProcFigures.available()) {
			return;
		}
		List<Series> memory = new ArrayList<>();
		for (var server : servers.addresses().entrySet()) {
			memory.add(new Series(server.getKey(),
					List.of(mebibytes(server.getValue(), servers.pid(server.getKey()), count))));
		}
		harness.add(new Row(name(), "memory of the server, connections: " + count, Unit.MEBIBYTES, memory.get(0),
				memory.subList(1, memory.size()), List.of()));
	}

	private static double mebibytes(ServerAddress address, long pid, int count) throws Exception {
		try (SocketLoad load = new SocketLoad(address, new Exchange(Framing.JSON, SIZE), count, 1)) {
			load.run(Duration.ofMillis(50));
			return ProcFigures.pss(pid) / (1 << 20);
		}
	}

}
