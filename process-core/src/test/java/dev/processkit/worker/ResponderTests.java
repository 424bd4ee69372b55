package dev.processkit.worker;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import dev.processkit.SignalHandlers;
import dev.processkit.control.WorkerConfiguration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResponderTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	@Test
	void exceptionThatCannotBeToldFailsItsRequestAndNothingElse() {
		Outgoing outgoing = new Outgoing(this.out, new WorkerSession(InputStream.nullInputStream(), this.out));
		RunState state = new RunState();
		WorkerConfiguration configuration = new WorkerConfiguration("w", "w-0", "W", "", "", false,
				Duration.ofSeconds(2), Map.of(), Map.of());
		MessageHandler handler = (message, context) -> {
			throw new Unspeakable();
		};
		Responder responder = new Responder(handler, (call, context) -> null,
				new ChildContext(configuration, state, outgoing, new SignalHandlers()), outgoing, null);
		responder.respond(new Request(1, new byte[0], null));
		outgoing.flush();
		assertThat(this.out.toString(StandardCharsets.ISO_8859_1)).contains(Unspeakable.class.getName() + "\0\0\0",
				"its message cannot be told");
	}

	private static final class Unspeakable extends RuntimeException {

		@Override
		public String getMessage() {
			throw new IllegalStateException("thrown by a test");
		}

	}

}
