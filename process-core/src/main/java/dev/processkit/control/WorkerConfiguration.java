package dev.processkit.control;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.processkit.LoopPolicy;
import dev.processkit.RecyclePolicy;

/**
 * What a worker is to become: the content of the CONFIGURE frame.
 *
 * @param name the name of the process
 * @param instance the instance, such as {@code mailer-0}
 * @param type the name of the worker class
 * @param factory the name of the factory class; empty for the plain one
 * @param calls the name of the class that makes the handler of calls; empty for none
 * @param virtualThreads whether to handle messages on virtual threads where the JDK has
 * them
 * @param heartbeatInterval how often to say that the worker is alive
 * @param loop how it paces its rounds
 * @param recycle when it has served for long enough
 * @param args the arguments, with dotted keys
 * @param settings what the factory needs; may hold secrets
 * @since 0.1
 */
public record WorkerConfiguration(String name, String instance, String type, String factory, String calls,
		boolean virtualThreads, Duration heartbeatInterval, LoopPolicy loop, RecyclePolicy recycle,
		Map<String, String> args, Map<String, String> settings) {

	private static final String ARG = "arg.";

	private static final String SETTING = "setting.";

	public WorkerConfiguration {
		args = Map.copyOf(args);
		settings = Map.copyOf(settings);
	}

	/**
	 * A worker with the default pace that is never replaced by plan.
	 * @param name as above
	 * @param instance as above
	 * @param type as above
	 * @param factory as above
	 * @param calls as above
	 * @param virtualThreads as above
	 * @param heartbeatInterval as above
	 * @param args as above
	 * @param settings as above
	 */
	public WorkerConfiguration(String name, String instance, String type, String factory, String calls,
			boolean virtualThreads, Duration heartbeatInterval, Map<String, String> args,
			Map<String, String> settings) {
		this(name, instance, type, factory, calls, virtualThreads, heartbeatInterval, LoopPolicy.DEFAULT,
				RecyclePolicy.NEVER, args, settings);
	}

	/**
	 * Read the entries of a CONFIGURE frame. Unknown keys are left alone, so that a newer
	 * application can say more.
	 * @param entries the entries
	 * @return the configuration
	 * @throws BadFrameException if a key is missing or its value has no meaning
	 */
	public static WorkerConfiguration of(Map<String, String> entries) throws BadFrameException {
		return new WorkerConfiguration(required(entries, "name"), required(entries, "instance"),
				required(entries, "type"), entries.getOrDefault("factory", ""), entries.getOrDefault("calls", ""),
				Boolean.parseBoolean(entries.get("virtual-threads")), interval(entries), PolicyEntries.loop(entries),
				PolicyEntries.recycle(entries), below(ARG, entries), below(SETTING, entries));
	}

	/**
	 * Write the entries of a CONFIGURE frame.
	 * @return the entries, in the order of the wire's description
	 */
	public Map<String, String> entries() {
		Map<String, String> entries = new LinkedHashMap<>();
		entries.put("name", this.name);
		entries.put("instance", this.instance);
		entries.put("type", this.type);
		entries.put("factory", this.factory);
		entries.put("calls", this.calls);
		entries.put("virtual-threads", Boolean.toString(this.virtualThreads));
		entries.put("heartbeat-interval", Long.toString(this.heartbeatInterval.toMillis()));
		PolicyEntries.put(this.loop, entries);
		PolicyEntries.put(this.recycle, entries);
		this.args.forEach((key, value) -> entries.put(ARG + key, value));
		this.settings.forEach((key, value) -> entries.put(SETTING + key, value));
		return entries;
	}

	@Override
	public String toString() {
		return "WorkerConfiguration[" + this.instance + ", " + this.type + "]";
	}

	private static String required(Map<String, String> entries, String key) throws BadFrameException {
		String value = entries.get(key);
		if (value == null || value.isBlank()) {
			throw new BadFrameException("CONFIGURE has no '" + key + "'");
		}
		return value;
	}

	private static Duration interval(Map<String, String> entries) throws BadFrameException {
		String value = required(entries, "heartbeat-interval");
		try {
			Duration interval = Duration.ofMillis(Long.parseLong(value));
			if (interval.compareTo(Duration.ZERO) > 0) {
				return interval;
			}
		}
		catch (NumberFormatException ex) {
			// Told below, as for a number that is not positive.
		}
		throw new BadFrameException("CONFIGURE has the 'heartbeat-interval' \"" + value
				+ "\", which is no positive number of milliseconds");
	}

	private static Map<String, String> below(String prefix, Map<String, String> entries) {
		Map<String, String> values = new LinkedHashMap<>();
		for (Map.Entry<String, String> entry : entries.entrySet()) {
			if (entry.getKey().startsWith(prefix)) {
				values.put(entry.getKey().substring(prefix.length()), entry.getValue());
			}
		}
		return values;
	}

}
