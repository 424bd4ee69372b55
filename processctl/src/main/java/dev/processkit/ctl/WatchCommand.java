package dev.processkit.ctl;

import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

import dev.processkit.ctl.console.ConsoleConnection;
import dev.processkit.ctl.console.ConsoleException;
import dev.processkit.ctl.console.RefusedException;

@Command(name = "watch", mixinStandardHelpOptions = true, sortOptions = false,
		description = "Shows all instances, again and again, until Ctrl-C. Waits for an application that restarts.")
class WatchCommand implements Callable<Integer> {

	private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l";

	private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";

	private static final int FEWEST_ROWS = 3;

	private final Processctl processctl;

	@Option(names = { "-i", "--interval" }, paramLabel = "DURATION", defaultValue = "1s",
			converter = DurationConverter.class, description = "How often, every ${DEFAULT-VALUE} unless you say.")
	private Duration interval = Duration.ofSeconds(1);

	WatchCommand(Processctl processctl) {
		this.processctl = processctl;
	}

	@Override
	public Integer call() throws InterruptedException {
		boolean terminal = this.processctl.surroundings().terminal() && !this.processctl.json();
		// Who cannot be reached now is no application that restarts.
		JsonNode processes = processes();
		Farewell farewell = new Farewell(() -> {
		}, () -> {
			if (terminal) {
				// The screen's own way out is behind an answer that may not come in time.
				this.processctl.output().end(LEAVE);
			}
		});
		try {
			if (terminal) {
				onScreen(processes, farewell);
			}
			else {
				oneAfterAnother(processes, farewell);
			}
		}
		finally {
			farewell.finish();
		}
		return ExitStatus.DONE;
	}

	private JsonNode processes() {
		try (ConsoleConnection connection = this.processctl.connect()) {
			return connection.call("process.list", null);
		}
	}

	private void oneAfterAnother(JsonNode first, Farewell farewell) throws InterruptedException {
		this.processctl.print(first, this.processctl.processes()::status);
		while (!farewell.isAskedWithin(this.interval)) {
			this.processctl.print(processes(), this.processctl.processes()::status);
		}
	}

	private void onScreen(JsonNode first, Farewell farewell) throws InterruptedException {
		Output output = this.processctl.output();
		output.write(ENTER);
		try {
			show(this.processctl.processes().status(first));
			while (!farewell.isAskedWithin(this.interval)) {
				show(statusOrFailure());
			}
		}
		finally {
			output.write(LEAVE);
			output.flush();
		}
	}

	private void show(List<String> lines) {
		this.processctl.output().write(frame(lines));
		this.processctl.output().flush();
	}

	private List<String> statusOrFailure() {
		try {
			return this.processctl.processes().status(processes());
		}
		catch (ConsoleException | RefusedException ex) {
			return this.processctl.screen().wrap(String.valueOf(ex.getMessage()));
		}
	}

	private String frame(List<String> lines) {
		List<String> rows = new ArrayList<>();
		rows.add(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + "  Ctrl-C ends");
		rows.add("");
		rows.addAll(lines);
		int room = this.processctl.surroundings().rows();
		if (room > FEWEST_ROWS && rows.size() > room) {
			int hidden = rows.size() - room + 1;
			rows.subList(room - 1, rows.size()).clear();
			rows.add("… " + hidden + " more");
		}
		StringBuilder frame = new StringBuilder();
		for (int row = 1; row <= rows.size(); row++) {
			// A place instead of a line feed, which would scroll a terminal that is
			// smaller
			// by now, or that nobody has told the height of.
			frame.append("\u001b[" + row + ";1H")
				.append((row < rows.size()) ? "\u001b[K" : "\u001b[J")
				.append(rows.get(row - 1));
		}
		return frame.toString();
	}

}
