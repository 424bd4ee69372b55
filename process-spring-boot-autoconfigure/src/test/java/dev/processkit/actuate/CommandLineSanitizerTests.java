package dev.processkit.actuate;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import dev.processkit.operation.CommandLineSanitizer;
import dev.processkit.operation.SanitizedProgram;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommandLineSanitizer}.
 */
class CommandLineSanitizerTests {

	private final CommandLineSanitizer sanitizer = new CommandLineSanitizer(new SanitizingRules(List.of()));

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			run --password=x y                       | run --password=****** y
			run --token x --verbose                  | run --token ****** --verbose
			run -secret x                            | run -secret ******
			run --no-password --verbose -v           | run --no-password --verbose -v
			run --api-key -abc9                      | run --api-key ******
			java -Dspring.datasource.password=x Main | java -Dspring.datasource.password=****** Main
			env DB_PASS=a=b&c HOME=/root run         | env DB_PASS=****** HOME=/root run
			run ACCESS_TOKEN=x                       | run ACCESS_TOKEN=******
			pg postgres://u:p@h/db                   | pg postgres://u:******@h/db
			pg --url=postgres://u:p@ss@h:5432/db     | pg --url=postgres://u:******@h:5432/db
			redis redis://:p@h                       | redis redis://:******@h
			scp deploy:p@h:/tmp                      | scp deploy:******@h:/tmp
			curl -u joe:p http://h/                  | curl -u joe:****** http://h/
			curl http://h/?id=1&access_token=x&n=2   | curl http://h/?id=1&access_token=******&n=2
			git git@example.org:repo                 | git git@example.org:repo
			python3 ticker.py --every 5s             | python3 ticker.py --every 5s
			""")
	void sanitizeWhenArgumentLooksSecretMasksItsValue(String command, String shown) {
		assertThat(this.sanitizer.sanitize(command(command.split(" "))).what()).isEqualTo(shown);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Authorization: Bearer hunter2", "export PASSWORD=hunter2; run",
			"run --token hunter2 --fast", "run \"--password=hunter2\"", "{\"id\":1,\"password\":\"hunter2\"}",
			"run; curl -H 'X-Api-Key: hunter2'", "A=1 SECRET='hunter2'" })
	void sanitizeWhenSecretIsInsideOfAnArgumentMasksIt(String argument) {
		assertThat(this.sanitizer.sanitize(command("sh", "-c", argument)).what()).doesNotContain("hunter2")
			.contains("******");
	}

	@Test
	void sanitizeWhenFunctionKnowsTheOptionAppliesIt() {
		CommandLineSanitizer custom = new CommandLineSanitizer(
				new SanitizingRules(List.of(SanitizingFunction.sanitizeValue().ifKeyEquals("customer"))));
		assertThat(custom.sanitize(command("run", "--customer=acme", "--customer", "acme", "acme")).what())
			.isEqualTo("run --customer=****** --customer ****** acme");
	}

	@Test
	void sanitizeWhenFunctionKnowsThePositionAppliesIt() {
		CommandLineSanitizer custom = new CommandLineSanitizer(new SanitizingRules(
				List.of(SanitizingFunction.sanitizeValue().ifKeyEquals("process.processes.job.command[1]"))));
		assertThat(custom.sanitize(command("run", "acme", "fast")).what()).isEqualTo("run ****** fast");
	}

	@Test
	void concealWhenReasonQuotesTheCommandMasksTheSameSecrets() {
		SanitizedProgram program = this.sanitizer.sanitize(command("run", "--token", "abcdef", "--password=x"));
		assertThat(program.conceal("cannot launch [run, --token, abcdef, --password=x]: not found"))
			.isEqualTo("cannot launch [run, --token, ******, --password=******]: not found");
	}

	@Test
	void sanitizeWhenWorkerShowsItsClassOnly() {
		ProcessDefinition worker = ProcessDefinition.of("w", Program.Worker.of("com.acme.TokenWorker"));
		assertThat(this.sanitizer.sanitize(worker).what()).isEqualTo("com.acme.TokenWorker");
	}

	private static ProcessDefinition command(String... argv) {
		return ProcessDefinition.of("job", new Program.Command(Arrays.asList(argv)));
	}

}
