package dev.processkit.benchmarks.scenario;

import java.util.List;

import dev.processkit.Framing;
import dev.processkit.benchmarks.Comparison;
import dev.processkit.benchmarks.Contender;
import dev.processkit.benchmarks.Harness;
import dev.processkit.benchmarks.Scenario;
import dev.processkit.benchmarks.load.LoadResult;
import dev.processkit.benchmarks.program.RelayServer;
import dev.processkit.benchmarks.program.WorkerServer;
import dev.processkit.benchmarks.report.Aim;
import dev.processkit.benchmarks.report.Unit;

/**
 * An endpoint whose messages go through to a worker process and back.
 *
 * @since 0.1
 */
public final class WorkerEcho implements Scenario {

	private static final int ROUNDS = 5;

	@Override
	public String name() {
		return "worker-echo";
	}

	@Override
	public String aims() {
		return "through to a worker and back: ≥ 0.7 of a raw relay, round trip ≤ 1.3 of its, ≥ 2 × Node's single hop";
	}

	@Override
	public void run(Harness harness) throws Exception {
		for (Road road : harness.plan().pick(Road.kept(), List.of(new Road(Framing.JSON, true)))) {
			try (Servers servers = start(harness, road)) {
				for (int size : harness.plan().pick(List.of(100, 16_384), List.of(100))) {
					messages(harness, new SocketTurns(harness, servers, ROUNDS), road, size);
				}
			}
		}
		for (boolean unix : harness.plan().pick(List.of(true, false), List.of(false))) {
			oneShots(harness, new Road(Framing.RAW, unix));
		}
		harness.note("Ours and the relay pass through a second process; Node and Swoole answer in the first.");
	}

	private static Servers start(Harness harness, Road road) throws Exception {
		Servers servers = new Servers(harness, road);
		servers.java(Contender.OURS, WorkerServer.class);
		servers.java(Servers.RELAY, RelayServer.class);
		servers.script(Servers.NODE, "node", "echo.js");
		if (road.framing() != Framing.RAW) {
			servers.script(Servers.SWOOLE, "php with swoole", "echo.php");
		}
		return servers;
	}

	private void messages(Harness harness, SocketTurns turns, Road road, int size) throws Exception {
		String what = road.title(size);
		Comparison one = turns.clients(what + ", round trip", road.framing(), size, 1, 1);
		harness.add(one.row(name(), LoadResult.P50, what + ": round trip p50", Unit.MICROS,
				Aim.atMost(1.3, Servers.RELAY)));
		Comparison many = turns.clients(what + ", 64 connections", road.framing(), size, 64, 1);
		harness.add(many.row(name(), LoadResult.RATE, what + ": 64 connections", Unit.PER_SECOND,
				Aim.atLeast(0.7, Servers.RELAY), Aim.atLeast(2, Servers.NODE), Aim.atLeast(1.5, Servers.SWOOLE)));
		harness.add(many.row(name(), LoadResult.P99, what + ": 64 connections, p99", Unit.MICROS));
		int inFlight = (size > 1000) ? 16 : 64;
		Comparison pipelined = turns.clients(what + ", pipelined", road.framing(), size, 1, inFlight);
		harness.add(pipelined.row(name(), LoadResult.RATE, what + ": one connection, " + inFlight + " in flight",
				Unit.PER_SECOND, Aim.atLeast(0.7, Servers.RELAY)));
	}

	private void oneShots(Harness harness, Road road) throws Exception {
		try (Servers servers = start(harness, road)) {
			for (int size : harness.plan().pick(List.of(100, 16_384), List.of(100))) {
				String what = road.title(size);
				Comparison comparison = new SocketTurns(harness, servers, ROUNDS).oneShot(what, size);
				harness.add(comparison.row(name(), LoadResult.P50, what + ": a connection a message, p50", Unit.MICROS,
						Aim.atMost(1.3, Servers.RELAY)));
			}
		}
	}

}
