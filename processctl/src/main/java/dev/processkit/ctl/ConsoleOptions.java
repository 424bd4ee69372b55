package dev.processkit.ctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

import dev.processkit.ctl.console.ConsoleAddress;

/**
 * The options that each command takes: where the console is, and how to show what it
 * says.
 */
class ConsoleOptions {

	@Option(names = "--socket", paramLabel = "PATH", scope = ScopeType.INHERIT, order = 90,
			description = "The Unix socket of the console; otherwise $PROCESSCTL_SOCKET, otherwise ./console.sock.")
	private @Nullable Path socket;

	@Option(names = "--tcp", paramLabel = "HOST:PORT", scope = ScopeType.INHERIT, order = 91,
			converter = TcpConverter.class,
			description = "The TCP port of the console, which asks for a token: that of --token-file or $PROCESSCTL_TOKEN.")
	private ConsoleAddress.@Nullable Tcp tcp;

	@Option(names = "--token-file", paramLabel = "FILE", scope = ScopeType.INHERIT, order = 92,
			description = "A file with the token in its first line.")
	private @Nullable Path tokenFile;

	@Option(names = "--timeout", paramLabel = "DURATION", scope = ScopeType.INHERIT, order = 93, defaultValue = "30s",
			converter = DurationConverter.class,
			description = "How long to wait for an answer, such as 500ms, 10s, 2m; ${DEFAULT-VALUE} unless you say.")
	Duration timeout = Duration.ofSeconds(30);

	@Option(names = "--json", scope = ScopeType.INHERIT, order = 94,
			description = "Print results as they came, a JSON value a line.")
	boolean json;

	@Option(names = "--color", paramLabel = "WHEN", scope = ScopeType.INHERIT, order = 95, defaultValue = "auto",
			description = "Use colours: ${COMPLETION-CANDIDATES}. auto heeds $NO_COLOR.")
	ColourChoice colour = ColourChoice.AUTO;

	/**
	 * Find the console.
	 * @param environment where its socket may stand
	 * @return its address
	 * @throws UsageException if the options contradict each other
	 */
	ConsoleAddress address(Map<String, String> environment) {
		if (this.tcp != null && this.socket != null) {
			throw new UsageException("--socket and --tcp name two consoles: leave one away");
		}
		if (this.tcp != null) {
			return this.tcp;
		}
		if (this.socket != null) {
			return new ConsoleAddress.Unix(this.socket);
		}
		String named = environment.getOrDefault("PROCESSCTL_SOCKET", "");
		try {
			return new ConsoleAddress.Unix(Path.of(named.isEmpty() ? "console.sock" : named));
		}
		catch (InvalidPathException ex) {
			throw new UsageException("PROCESSCTL_SOCKET='" + named + "' is no path: " + ex.getReason());
		}
	}

	/**
	 * Find the token.
	 * @param environment where it may stand
	 * @return the token; {@code null} if there is none
	 * @throws UsageException if its file cannot be read or is empty
	 */
	@Nullable String token(Map<String, String> environment) {
		if (this.tokenFile == null) {
			String token = environment.getOrDefault("PROCESSCTL_TOKEN", "").strip();
			return token.isEmpty() ? null : token;
		}
		try (var lines = Files.lines(this.tokenFile)) {
			return lines.findFirst()
				.map(String::strip)
				.filter((token) -> !token.isEmpty())
				.orElseThrow(() -> new UsageException("--token-file " + this.tokenFile + " has an empty first line"));
		}
		catch (IOException ex) {
			throw new UsageException("--token-file " + this.tokenFile + " cannot be read: is it there, and yours?");
		}
	}

	static class TcpConverter implements ITypeConverter<ConsoleAddress.Tcp> {

		@Override
		public ConsoleAddress.Tcp convert(String value) {
			try {
				return ConsoleAddress.Tcp.parse(value);
			}
			catch (IllegalArgumentException ex) {
				throw new TypeConversionException(ex.getMessage());
			}
		}

	}

}
