package dev.processkit.benchmarks.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.processkit.Framing;

/**
 * How messages come to an endpoint.
 *
 * @param framing the framing
 * @param unix whether through a Unix-domain socket; otherwise over TCP
 */
record Road(Framing framing, boolean unix) {

	/** All in which connections are kept. */
	static List<Road> kept() {
		return Stream.of(true, false)
			.flatMap((unix) -> Arrays.stream(Framing.values())
				.filter((framing) -> framing != Framing.RAW)
				.map((framing) -> new Road(framing, unix)))
			.toList();
	}

	String title(int size) {
		return (this.unix ? "Unix" : "TCP") + ", " + this.framing.name().toLowerCase(Locale.ROOT) + ", "
				+ ((size < 1024) ? size + " B" : size / 1024 + " KiB");
	}

}
