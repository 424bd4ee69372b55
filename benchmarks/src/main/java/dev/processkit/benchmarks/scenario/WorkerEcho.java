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
		record Road(Framing framing, boolean unix) {

		}
		Road unix = new Road(Framing.JSON, true);
		List<Road> roads = List.of(unix, new Road(Framing.LENGTH, true), new Road(Framing.LINE, true),
				new Road(Framing.JSON, false));
		for (Road road : harness.plan().pick(roads, List.of(unix))) {
			try (Servers servers = new Servers(harness, road.framing(), road.unix())) {
				servers.java(Contender.OURS, WorkerServer.class);
				servers.java(Servers.RELAY, RelayServer.class);
				servers.script(Servers.NODE, "node", "echo.js");
				servers.script(Servers.SWOOLE, "php with swoole", "echo.php");
				for (int size : harness.plan().pick(List.of(100, 16_384), List.of(100))) {
					messages(harness, new SocketTurns(harness, servers, ROUNDS), road.framing(), road.unix(), size);
				}
			}
		}
		harness.note("Ours and the relay pass through a second process; Node and Swoole answer in the first.");
	}

	private void messages(Harness harness, SocketTurns turns, Framing framing, boolean unix, int size)
			throws Exception {
		String what = EndpointEcho.title(framing, unix, size);
		Comparison one = turns.clients(what + ", round trip", framing, size, 1, 1);
		harness.add(one.row(name(), LoadResult.P50, what + ": round trip p50", Unit.MICROS,
				Aim.atMost(1.3, Servers.RELAY)));
		Comparison many = turns.clients(what + ", 64 connections", framing, size, 64, 1);
		harness.add(many.row(name(), LoadResult.RATE, what + ": 64 connections", Unit.PER_SECOND,
				Aim.atLeast(0.7, Servers.RELAY), Aim.atLeast(2, Servers.NODE), Aim.atLeast(1.5, Servers.SWOOLE)));
		harness.add(many.row(name(), LoadResult.P99, what + ": 64 connections, p99", Unit.MICROS));
		int inFlight = (size > 1000) ? 16 : 64;
		Comparison pipelined = turns.clients(what + ", pipelined", framing, size, 1, inFlight);
		harness.add(pipelined.row(name(), LoadResult.RATE, what + ": one connection, " + inFlight + " in flight",
				Unit.PER_SECOND, Aim.atLeast(0.7, Servers.RELAY)));
	}

}
