package dev.processkit.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where and when a run was made.
 *
 * @param facts names and values, in the order to be shown
 * @since 0.1
 */
public record Machine(Map<String, String> facts) {

	public Machine {
		facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
	}

	/**
	 * Look at this machine.
	 * @return its processors, memory, kernel and JDK, and the date
	 */
	public static Machine current() {
		Map<String, String> facts = new LinkedHashMap<>();
		facts.put("Date", LocalDate.now(ZoneOffset.UTC).toString());
		facts.put("Machine", Runtime.getRuntime().availableProcessors() + " processors"
				+ detail("/proc/cpuinfo", "model name") + ", memory" + detail("/proc/meminfo", "MemTotal"));
		facts.put("Kernel", System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
				+ System.getProperty("os.arch"));
		facts.put("JDK", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
		return new Machine(facts);
	}

	/**
	 * Say more.
	 * @param name what is said
	 * @param value its value
	 * @return the machine with this fact
	 */
	public Machine with(String name, String value) {
		Map<String, String> more = new LinkedHashMap<>(this.facts);
		more.put(name, value);
		return new Machine(more);
	}

	private static String detail(String file, String key) {
		try {
			return Files.readAllLines(Path.of(file))
				.stream()
				.filter((line) -> line.startsWith(key))
				.map((line) -> " " + line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse("");
		}
		catch (IOException ex) {
			return " (unknown)";
		}
	}

}
