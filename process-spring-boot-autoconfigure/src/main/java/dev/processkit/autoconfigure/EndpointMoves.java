package dev.processkit.autoconfigure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.function.BiConsumer;

import dev.processkit.EndpointAddress;
import dev.processkit.ProcessDefinition;
import dev.processkit.integration.StandbyEndpoint;
import dev.processkit.supervisor.DefinitionChanges;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that a difference opens and closes. New ones are bound beside the old, so
 * that an address in use is known before anything has changed; only one that is to be had
 * from an endpoint that goes is bound once that has closed. Until {@link #commit} all of
 * it can be {@linkplain #undo undone}. Blocks; for one thread.
 */
final class EndpointMoves {

	private final Endpoints endpoints;

	private final BiConsumer<String, @Nullable EndpointAddress> addresses;

	/** What serves now and will not, by the name of the process. */
	private final Map<String, ProcessDefinition> leaving = new LinkedHashMap<>();

	private final List<ProcessDefinition> arriving = new ArrayList<>();

	private final Map<String, StandbyEndpoint> opened = new LinkedHashMap<>();

	private final Deque<ProcessDefinition> closed = new ArrayDeque<>();

	/**
	 * Find out what moves.
	 * @param endpoints the sockets
	 * @param addresses is told where a process listens from now on
	 * @param changes the difference
	 */
	EndpointMoves(Endpoints endpoints, BiConsumer<String, @Nullable EndpointAddress> addresses,
			DefinitionChanges changes) {
		this.endpoints = endpoints;
		this.addresses = addresses;
		changes.removed().forEach(this::leave);
		for (DefinitionChanges.Change change : changes.changed()) {
			if (!Objects.equals(change.from().endpoint(), change.to().endpoint())) {
				leave(change.from());
				arrive(change.to());
			}
		}
		changes.added().forEach(this::arrive);
	}

	private void leave(ProcessDefinition definition) {
		if (definition.endpoint() != null) {
			this.leaving.put(definition.name(), definition);
		}
	}

	private void arrive(ProcessDefinition definition) {
		if (definition.endpoint() != null) {
			this.arriving.add(definition);
		}
	}

	/**
	 * Bind what is new.
	 * @throws dev.processkit.ProcessException if an address cannot be had; then all is as
	 * it was
	 */
	void open() {
		try {
			this.arriving.stream().filter((definition) -> holder(definition) == null).forEach(this::open);
			for (ProcessDefinition definition : this.arriving) {
				ProcessDefinition holder = holder(definition);
				if (holder != null) {
					close(holder);
				}
			}
			this.arriving.stream()
				.filter((definition) -> !this.opened.containsKey(definition.name()))
				.forEach(this::open);
		}
		catch (RuntimeException ex) {
			undo();
			throw ex;
		}
	}

	private void open(ProcessDefinition definition) {
		this.opened.put(definition.name(), ProcessLifecycle.naming(definition, this.endpoints::standBy));
	}

	private void close(ProcessDefinition definition) {
		if (!this.closed.contains(definition)) {
			this.closed.add(definition);
			this.endpoints.close(definition.name());
		}
	}

	private @Nullable ProcessDefinition holder(ProcessDefinition definition) {
		Object wanted = place(definition);
		return this.leaving.values()
			.stream()
			.filter((candidate) -> wanted != null && wanted.equals(place(candidate)))
			.findFirst()
			.orElse(null);
	}

	/** Hosts may overlap, as 0.0.0.0 does with all: the port decides. */
	private static @Nullable Object place(ProcessDefinition definition) {
		EndpointAddress address = Objects.requireNonNull(definition.endpoint()).address();
		if (address instanceof EndpointAddress.Tcp tcp) {
			return (tcp.port() != 0) ? tcp.port() : null;
		}
		return ((EndpointAddress.Unix) address).path().toAbsolutePath().normalize();
	}

	/** Serve at the new addresses, and no longer at the old ones. */
	void commit() {
		this.opened.forEach((process, endpoint) -> {
			endpoint.takeOver();
			this.addresses.accept(process, endpoint.address());
		});
		this.leaving.keySet().stream().filter((process) -> !this.opened.containsKey(process)).forEach((process) -> {
			this.endpoints.close(process);
			this.addresses.accept(process, null);
		});
	}

	/** Serve where it was served before. */
	void undo() {
		this.opened.values().forEach(StandbyEndpoint::discard);
		this.closed.forEach((definition) -> this.addresses.accept(definition.name(), this.endpoints.open(definition)));
	}

}
