package dev.processkit.benchmarks.scenario;

import java.util.ArrayList;
import java.util.List;

import dev.processkit.Framing;
import dev.processkit.benchmarks.Comparison;
import dev.processkit.benchmarks.Contender;
import dev.processkit.benchmarks.Harness;
import dev.processkit.benchmarks.Scenario;
import dev.processkit.benchmarks.load.LoadResult;
import dev.processkit.benchmarks.program.EndpointServer;
import dev.processkit.benchmarks.program.NettyServer;
import dev.processkit.benchmarks.program.SelectorServer;
import dev.processkit.benchmarks.program.StockServer;
import dev.processkit.benchmarks.report.Aim;
import dev.processkit.benchmarks.report.Unit;

/**
 * An endpoint whose messages are answered inside the application: what reading, framing
 * and writing cost.
 *
 * @since 0.1
 */
public final class EndpointEcho implements Scenario {

	private static final int ROUNDS = 5;

	@Override
	public String name() {
		return "endpoint-echo";
	}

	@Override
	public String aims() {
		return "endpoint inside the application: ≥ 0.6 of a raw selector, ≥ Node, ≥ 2 to 5 × Spring Integration's server";
	}

	@Override
	public void run(Harness harness) throws Exception {
		// Each contender takes part in one of these.
		List<Road> few = List.of(new Road(Framing.JSON, true), new Road(Framing.LINE, false),
				new Road(Framing.LENGTH, false));
		for (Road road : harness.plan().pick(Road.kept(), few)) {
			try (Servers servers = start(harness, road)) {
				for (int size : harness.plan().pick(List.of(100, 16_384), List.of(100))) {
					messages(harness, new SocketTurns(harness, servers, ROUNDS), road, size);
				}
			}
		}
		for (boolean unix : harness.plan().pick(List.of(true, false), List.of(true))) {
			oneShots(harness, new Road(Framing.RAW, unix));
		}
		harness.note(
				"The load is one thread for all, in C where there is a compiler; it and the server share the processors. JSON is taken as lines by "
						+ "all but ours. The stock server is TcpNetServerConnectionFactory behind TcpInboundGateway.");
	}

	private static Servers start(Harness harness, Road road) throws Exception {
		Servers servers = new Servers(harness, road);
		servers.java(Contender.OURS, EndpointServer.class);
		servers.java(Servers.SELECTOR, SelectorServer.class);
		servers.script(Servers.NODE, "node", "echo.js");
		if (road.framing() != Framing.RAW) {
			servers.java(Servers.NETTY, NettyServer.class);
			servers.compiled(Servers.C, "echo");
		}
		if (!road.unix() && (road.framing() == Framing.LINE || road.framing() == Framing.LENGTH)) {
			servers.java(Servers.STOCK, StockServer.class, "stock");
			servers.java(Servers.GATEWAY, StockServer.class, "event-loop");
		}
		return servers;
	}

	private void messages(Harness harness, SocketTurns turns, Road road, int size) throws Exception {
		String what = road.title(size);
		Comparison one = turns.clients(what + ", round trip", road.framing(), size, 1, 1);
		harness
			.add(one.row(name(), LoadResult.P50, what + ": round trip p50", Unit.MICROS, Aim.atMost(1, Servers.NODE)));
		Comparison many = turns.clients(what + ", 64 connections", road.framing(), size, 64, 1);
		List<Aim> aims = new ArrayList<>(List.of(Aim.atLeast(0.6, Servers.SELECTOR), Aim.atLeast(1, Servers.NODE)));
		if (!road.unix() && road.framing() == Framing.LINE) {
			aims.add(Aim.atLeast(5, Servers.STOCK));
		}
		if (!road.unix() && road.framing() == Framing.LENGTH) {
			aims.add(Aim.atLeast(2, Servers.STOCK));
		}
		harness.add(many.row(name(), LoadResult.RATE, what + ": 64 connections", Unit.PER_SECOND,
				aims.toArray(Aim[]::new)));
		int inFlight = (size > 1000) ? 16 : 64;
		Comparison pipelined = turns.clients(what + ", pipelined", road.framing(), size, 1, inFlight);
		aims.remove(0);
		harness.add(pipelined.row(name(), LoadResult.RATE, what + ": one connection, " + inFlight + " in flight",
				Unit.PER_SECOND, aims.toArray(Aim[]::new)));
	}

	private void oneShots(Harness harness, Road road) throws Exception {
		try (Servers servers = start(harness, road)) {
			for (int size : harness.plan().pick(List.of(100, 16_384), List.of(100))) {
				String what = road.title(size);
				Comparison comparison = new SocketTurns(harness, servers, ROUNDS).oneShot(what, size);
				harness.add(comparison.row(name(), LoadResult.P50, what + ": a connection a message, p50", Unit.MICROS,
						Aim.atMost(1, Servers.NODE)));
			}
		}
	}

}
