package dev.processkit.worker;

import java.io.OutputStream;
import java.util.Map;

import dev.processkit.SignalHandlers;
import dev.processkit.control.Frame;
import dev.processkit.control.WorkerCall;
import dev.processkit.control.WorkerConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * What a spare does while nobody needs it: it loads what every worker needs and, if it is
 * told what it will become, makes that once and throws it away.
 */
final class Rehearsal {

	private static final Class<?>[] NEEDED = { Frame.class, WorkerConfiguration.class, WorkerCall.class,
			ChildContext.class, ApplicationFrames.class, Heartbeats.class, Inbox.class, Request.class, Calls.class,
			Responder.class, Actions.class, Handling.class, Lead.class, Pace.class, ReflectiveFactory.class,
			VirtualThreads.class, RoundWorker.class, Worker.class, MessageHandler.class, MessageHandler.OfBytes.class };

	private final WorkerSession session;

	Rehearsal(WorkerSession session) {
		this.session = session;
	}

	/**
	 * Prepare.
	 * @param entries what it will become; empty if that may be anything
	 * @throws Exception when the factory cannot do so
	 */
	void perform(Map<String, String> entries) throws Exception {
		loadClasses();
		if (!entries.isEmpty()) {
			makeOnce(WorkerConfiguration.of(entries));
		}
	}

	private static void loadClasses() throws ClassNotFoundException {
		for (Class<?> needed : NEEDED) {
			Class.forName(needed.getName(), true, needed.getClassLoader());
		}
		try {
			Class.forName("sun.misc.Signal");
			new SignalHandlers().prepare();
		}
		catch (ClassNotFoundException | LinkageError ex) {
			// Signals cannot be handled here: the worker says so when it needs them.
		}
		@Nullable Object ignored = VirtualThreads.executor();
	}

	private void makeOnce(WorkerConfiguration configuration) throws Exception {
		RunState state = new RunState();
		Outgoing nowhere = new Outgoing(OutputStream.nullOutputStream(), this.session);
		WorkerContext context = new ChildContext(configuration, state, nowhere, new SignalHandlers());
		WorkerFactory factory = ReflectiveFactory.factory(configuration.factory());
		try {
			factory.prepare(configuration.type(), context, configuration.settings());
		}
		finally {
			factory.close();
			state.stop();
		}
	}

}
