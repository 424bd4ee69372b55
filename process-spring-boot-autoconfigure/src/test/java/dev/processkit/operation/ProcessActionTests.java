package dev.processkit.operation;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessManager;
import dev.processkit.ProcessSignal;
import dev.processkit.ProcessStatus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ProcessAction}.
 */
class ProcessActionTests {

	private final ProcessManager manager = mock();

	private final CompletableFuture<ProcessStatus> future = new CompletableFuture<>();

	@Test
	void parseWhenActionTakesNoArgumentPassesTargetOn() {
		given(this.manager.start("a")).willReturn(this.future);
		assertThat(ProcessAction.parse("start", null, null, null).perform(this.manager, "a")).isSameAs(this.future);
		given(this.manager.stop("a")).willReturn(this.future);
		assertThat(ProcessAction.parse("stop", null, null, null).perform(this.manager, "a")).isSameAs(this.future);
		given(this.manager.restart("a")).willReturn(this.future);
		assertThat(ProcessAction.parse("RESTART", null, null, null).perform(this.manager, "a")).isSameAs(this.future);
		given(this.manager.pause("a")).willReturn(this.future);
		assertThat(ProcessAction.parse("pause", null, null, null).perform(this.manager, "a")).isSameAs(this.future);
		given(this.manager.resume("a")).willReturn(this.future);
		assertThat(ProcessAction.parse("resume", null, null, null).perform(this.manager, "a")).isSameAs(this.future);
	}

	@Test
	void parseWhenRestartIsRollingReplacesOneAfterTheOther() {
		given(this.manager.rollingRestart("a")).willReturn(this.future);
		assertThat(ProcessAction.parse("restart", null, null, "true").perform(this.manager, "a")).isSameAs(this.future);
		given(this.manager.restart("a")).willReturn(this.future);
		assertThat(ProcessAction.parse("restart", null, null, "false").perform(this.manager, "a"))
			.isSameAs(this.future);
	}

	@Test
	void parseWhenSignalPassesItOn() {
		given(this.manager.signal("a", ProcessSignal.HUP)).willReturn(this.future);
		assertThat(ProcessAction.parse("signal", "SIGHUP", null, null).perform(this.manager, "a"))
			.isSameAs(this.future);
	}

	@Test
	void parseWhenScalePassesCountOn() {
		given(this.manager.scale("a", 4)).willReturn(this.future);
		assertThat(ProcessAction.parse("scale", null, " 4 ", null).perform(this.manager, "a")).isSameAs(this.future);
	}

	@Test
	void killWhenSignalIsGivenUsesIt() {
		given(this.manager.kill("a", ProcessSignal.INT)).willReturn(this.future);
		assertThat(ProcessAction.kill("int").perform(this.manager, "a")).isSameAs(this.future);
		given(this.manager.stop("a")).willReturn(this.future);
		assertThat(ProcessAction.kill(null).perform(this.manager, "a")).isSameAs(this.future);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", quoteCharacter = '`', delimiter = '|', textBlock = """
			-       | -    | -    | -   | start, stop, restart
			explode | -    | -    | -   | 'explode'
			signal  | -    | -    | -   | 'signal' with value '' is missing
			signal  | FOO  | -    | -   | 'FOO' is not a signal
			scale   | -    | -    | -   | 'instances' with value '' is missing
			scale   | -    | four | -   | 'four'
			scale   | -    | 0    | -   | at least 1
			scale   | -    | 1.5  | -   | '1.5'
			scale   | HUP  | 1    | -   | 'HUP' is not taken by the action 'scale'
			start   | HUP  | -    | -   | 'HUP' is not taken by the action 'start'
			signal  | HUP  | 2    | -   | '2' is not taken by the action 'signal'
			restart | -    | -    | yes | 'yes' is no boolean
			stop    | -    | -    | true | 'true' is not taken by the action 'stop'
			""")
	void parseWhenRequestIsWrongSaysWhat(String action, String signal, String instances, String rolling,
			String message) {
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> ProcessAction.parse(action, signal, instances, rolling))
			.withMessageContaining(message);
	}

}
