package dev.processkit.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

import dev.processkit.operation.Closest;

/**
 * The console for people: a command a line, answered by lines. Confined to the thread of
 * its connection.
 */
final class Words {

	private static final Map<String, String> HELP = helpByWord();

	private final Console console;

	private final Session session;

	private boolean hinted;

	private long followed;

	Words(Console console, Session session) {
		this.console = console;
		this.session = session;
	}

	private static Map<String, String> helpByWord() {
		Map<String, String> help = new LinkedHashMap<>();
		help.put("list", "all processes");
		help.put("groups", "all groups, with their members");
		help.put("status", "[TARGET] · instances, of all processes or one");
		help.put("start", "TARGET · start what is down");
		help.put("stop", "TARGET [SIGNAL] · take it down; it stays down");
		help.put("restart", "[--rolling] TARGET · stop and start again");
		help.put("pause", "TARGET · let it take no more work");
		help.put("resume", "TARGET · let it take work again");
		help.put("signal", "TARGET SIGNAL · send a signal, such as HUP");
		help.put("reopen", "TARGET · write on to a new log file, once the old one was moved");
		help.put("scale", "PROCESS N · change the number of instances");
		help.put("reload", "read the configuration again and apply the difference");
		help.put("invoke", "TARGET ACTION [ARGUMENT] · have a worker perform an action of its own");
		help.put("tail", "[-n N] [-f] TARGET · what it printed last; -f goes on until the next line you type");
		help.put("stats", "sums of restarts, requests and usage");
		help.put("methods", "all methods; any can be called as NAME KEY=VALUE …");
		help.put("token", "TOKEN · prove who you are, over TCP");
		help.put("help", "this");
		help.put("quit", "end the connection");
		return help;
	}

	/**
	 * Answer a line.
	 * @param line a command
	 * @return lines, each with its end
	 */
	String answer(String line) {
		try {
			unfollow();
			String text = run(tokens(line));
			return printable((text.isEmpty() || text.endsWith("\n")) ? text : text + "\n");
		}
		catch (ConsoleException ex) {
			String hint = this.hinted ? "" : "Type 'help' to see what there is.\n";
			this.hinted = true;
			return error(ex.text()) + hint;
		}
	}

	private String run(Deque<String> words) {
		String word = words.removeFirst();
		if (!word.equals("token") && !word.equals("quit")) {
			this.session.require();
		}
		return switch (word) {
			case "help" -> help();
			case "quit", "exit" -> {
				this.session.quit();
				yield "";
			}
			case "token" -> {
				call("console.authenticate", Map.of("token", next(words, word)), words);
				yield "ok";
			}
			case "list" -> Views.processes(call("process.list", Map.of(), words));
			case "groups" -> Views.groups(call("process.groups", Map.of(), words));
			case "status" -> words.isEmpty() ? Views.instances(call("process.list", Map.of(), words))
					: Views.instances(call("process.status", Map.of("target", words.removeFirst()), words));
			case "start", "pause", "resume", "reopen" ->
				Views.instances(call("process." + word, Map.of("target", next(words, word)), words));
			case "stop" -> Views.instances(call("process.stop", target(words, word, "signal", false), words));
			case "signal" -> Views.instances(call("process.signal", target(words, word, "signal", true), words));
			case "scale" -> Views.instances(call("process.scale", target(words, word, "instances", true), words));
			case "restart" -> {
				boolean rolling = words.remove("--rolling");
				yield Views.instances(call("process.restart",
						Map.of("target", next(words, word), "rolling", String.valueOf(rolling)), words));
			}
			case "reload" -> Views.reload(call("process.reload", Map.of(), words));
			case "invoke" -> invoke(words);
			case "tail" -> tail(words);
			case "stats" -> Views.statistics(call("statistics", Map.of(), words));
			case "methods" -> methods();
			default -> custom(word, words);
		};
	}

	private static Map<String, String> target(Deque<String> words, String word, String second, boolean required) {
		String target = next(words, word);
		return (required || !words.isEmpty()) ? Map.of("target", target, second, next(words, word))
				: Map.of("target", target);
	}

	private static String next(Deque<String> words, String word) {
		String next = words.poll();
		if (next == null) {
			throw usage(word);
		}
		return next;
	}

	private static ConsoleException usage(String word) {
		return ConsoleError.INVALID_PARAMS.because("Write: " + word + " " + HELP.get(word));
	}

	private @Nullable Object call(String procedure, Map<String, String> arguments, Deque<String> rest) {
		if (!rest.isEmpty()) {
			throw ConsoleError.INVALID_PARAMS.because("'" + rest.peek() + "' is too much here");
		}
		ObjectNode params = this.console.mapper().createObjectNode();
		arguments.forEach(params::put);
		return this.session.call(procedure, params);
	}

	private String invoke(Deque<String> words) {
		Map<String, String> arguments = new LinkedHashMap<>();
		arguments.put("target", next(words, "invoke"));
		arguments.put("name", next(words, "invoke"));
		if (!words.isEmpty()) {
			arguments.put("argument", String.join(" ", words));
			words.clear();
		}
		return Views.any(this.console.mapper(), call("process.invoke", arguments, words));
	}

	private String tail(Deque<String> words) {
		boolean follow = words.remove("-f");
		String lines = "20";
		String target = next(words, "tail");
		if (target.equals("-n")) {
			lines = next(words, "tail");
			target = next(words, "tail");
		}
		Map<String, String> arguments = Map.of("target", target, "lines", lines);
		if (follow) {
			Object subscribed = call("log.follow", arguments, words);
			this.followed = this.console.mapper().valueToTree(subscribed).path("subscription").asLong(0);
			return "";
		}
		String text = Views.any(this.console.mapper(), call("log.tail", arguments, words));
		return text.isEmpty() ? "(it has printed nothing yet)" : text;
	}

	/** End what was followed by the line before. */
	void unfollow() {
		if (this.followed != 0) {
			this.session.unsubscribe(this.followed);
			this.followed = 0;
		}
	}

	private String custom(String word, Deque<String> words) {
		if (!this.console.procedures().has(word)) {
			TreeSet<String> known = new TreeSet<>(HELP.keySet());
			known.addAll(this.console.procedures().names());
			throw ConsoleError.UNKNOWN_METHOD.because("'" + word + "' is unknown"
					+ Closest.to(word, known).map("; did you mean '%s'?"::formatted).orElse(""));
		}
		Procedure procedure = this.console.procedures().get(word);
		ObjectNode params = this.console.mapper().createObjectNode();
		for (String argument : words) {
			int equals = argument.indexOf('=');
			if (equals < 1) {
				throw ConsoleError.INVALID_PARAMS
					.because("'%s' is no KEY=VALUE; it is %s".formatted(argument, procedure.usage()));
			}
			put(params, procedure, argument.substring(0, equals), argument.substring(equals + 1));
		}
		return Views.any(this.console.mapper(), this.session.call(word, params));
	}

	/** Lists and objects are written as JSON; all else is text, which Jackson reads. */
	private void put(ObjectNode params, Procedure procedure, String key, String value) {
		boolean isText = procedure.parameters()
			.stream()
			.anyMatch((parameter) -> parameter.name().equals(key) && parameter.type().equals("string"));
		if (isText || !(value.startsWith("{") || value.startsWith("["))) {
			params.put(key, value);
			return;
		}
		try {
			params.set(key, this.console.mapper().readTree(value));
		}
		catch (JacksonException ex) {
			throw ConsoleError.INVALID_PARAMS.because("'" + key + "' is no JSON: " + ex.getOriginalMessage());
		}
	}

	private String help() {
		Table table = new Table("COMMAND", "");
		HELP.forEach(table::row);
		return table + "TARGET is a process, a group, an instance, a pid, or 'all' where that makes sense.\n";
	}

	private String methods() {
		Table table = new Table("METHOD", "");
		this.console.procedures().all().forEach((procedure) -> table.row(procedure.usage(), procedure.help()));
		return table.toString();
	}

	/**
	 * Split a line at blanks; quotes hold words together, a backslash before a character
	 * takes it as it is.
	 */
	private static Deque<String> tokens(String line) {
		List<String> tokens = new ArrayList<>();
		StringBuilder token = null;
		char quote = 0;
		for (int i = 0; i < line.length(); i++) {
			char character = line.charAt(i);
			if (quote == 0 && Character.isWhitespace(character)) {
				if (token != null) {
					tokens.add(token.toString());
				}
				token = null;
				continue;
			}
			token = (token != null) ? token : new StringBuilder();
			if (character == quote) {
				quote = 0;
			}
			else if (quote == 0 && (character == '"' || character == '\'')) {
				quote = character;
			}
			else if (character == '\\' && quote != '\'' && i + 1 < line.length()) {
				token.append(line.charAt(++i));
			}
			else {
				token.append(character);
			}
		}
		if (quote != 0) {
			throw ConsoleError.PARSE.because("A quote is not closed");
		}
		if (token != null) {
			tokens.add(token.toString());
		}
		return new ArrayDeque<>(tokens);
	}

	static String error(String message) {
		return printable("error: " + message.strip().replaceAll("\\s*\\R\\s*", " ") + "\n");
	}

	static String line(String instance, String line) {
		return printable(instance + " | " + line.replace('\n', ' ') + "\n");
	}

	/** What processes print must not command the terminal of who looks at it. */
	private static String printable(String text) {
		StringBuilder printable = new StringBuilder(text.length());
		text.chars()
			.forEach((character) -> printable
				.append((character != '\n' && character != '\t' && Character.isISOControl(character)) ? '\ufffd'
						: (char) character));
		return printable.toString();
	}

}
