package dev.processkit.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.processkit.LogPolicy;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessIdentity;
import dev.processkit.Program;
import org.jspecify.annotations.Nullable;

/**
 * What is different about the launch of a daemon. It hangs on nothing of the application:
 * it prints into a file, has a keeper for its parent, carries a mark of its own, and no
 * guardian watches it.
 *
 * @param place where it is written down
 * @param record what is written down
 */
record DaemonStart(DaemonPlace place, DaemonRecord record) {

	/** The token that its environment carries, instead of that of the run. */
	String token() {
		return this.record.token();
	}

	/**
	 * The keeper, to be followed by the command that it keeps.
	 * @param platform what the platform offers
	 * @return the beginning of a command
	 */
	List<String> keeper(PlatformSupport platform) {
		List<String> command = new ArrayList<>(platform.sessionPrefix());
		command.addAll(List.of(String.valueOf(platform.shell()), "-c", Scripts.text("keeper.sh"), "processkit-keeper",
				this.place.path().toString(), token(), this.record.mark(this.place.instance())));
		return command;
	}

	/** What the shell does first that becomes the daemon. */
	String prelude(ProcessDefinition definition) {
		Path output = printsNowhere(definition) ? Path.of("/dev/null") : this.place.output();
		return "exec 5>&1 0</dev/null 1>>%s 2>&1; echo $$ >&5; exec 5>&-; ".formatted(ResourceSupport.quoted(output));
	}

	private static boolean printsNowhere(ProcessDefinition definition) {
		return definition.policies().log().to() == LogPolicy.To.DISCARD;
	}

	/**
	 * Take the daemon over from its keeper, which has just been started.
	 * @param keeper the keeper
	 * @param definition what was launched
	 * @param tools what launches make use of
	 * @return the daemon, written down
	 * @throws IOException if there is none
	 */
	DaemonProcess started(Process keeper, ProcessDefinition definition, LaunchTools tools) throws IOException {
		String line;
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(keeper.getInputStream(), StandardCharsets.US_ASCII))) {
			line = reader.readLine();
		}
		ProcessIdentity identity = (line != null) ? ProcessTable.identity(Long.parseLong(line)) : null;
		if (identity == null) {
			throw new IOException("it ended before it began");
		}
		this.place.write(this.record.of(identity));
		ProcessHandle handle = ProcessHandle.of(identity.pid()).orElse(keeper.toHandle());
		return process(identity, handle, definition, tools, true, false);
	}

	/**
	 * Take over a daemon that an earlier application has launched.
	 * @param definition what it was launched as
	 * @param tools what launches make use of
	 * @param joined whether to talk with it, if it is a worker
	 * @return the daemon; {@code null} if it has ended
	 * @throws IOException if what is left of it cannot be used
	 */
	@Nullable DaemonProcess adopted(ProcessDefinition definition, LaunchTools tools, boolean joined) throws IOException {
		ProcessIdentity identity = ProcessTable.identity(this.record.pid());
		ProcessHandle handle = ProcessHandle.of(this.record.pid()).orElse(null);
		if (identity == null || handle == null || !this.record.isAlive(this.place.instance())) {
			return null;
		}
		return process(identity, handle, definition, tools, joined, true);
	}

	private DaemonProcess process(ProcessIdentity identity, ProcessHandle handle, ProcessDefinition definition,
			LaunchTools tools, boolean joined, boolean adopted) throws IOException {
		OutputPipes pipes = tools.pipes();
		Spool spool = (!printsNowhere(definition) && Files.exists(this.place.output()))
				? new Spool(this.place.output(), this.place.taken(), (length) -> discard(tools, length)) : null;
		DaemonLink link = (joined && pipes != null && definition.program() instanceof Program.Worker)
				? DaemonLink.open(pipes, this.place.attach()) : null;
		return new DaemonProcess(this.place, identity, handle, link, spool, adopted);
	}

	private void discard(LaunchTools tools, long length) {
		Guardian guardian = tools.guardian();
		if (guardian != null) {
			guardian.discard(this.place.output(), length);
		}
	}

}
