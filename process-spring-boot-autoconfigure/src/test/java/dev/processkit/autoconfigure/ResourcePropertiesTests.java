package dev.processkit.autoconfigure;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ResourcePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ResourcePropertiesTests {

	@Test
	void everyPropertyIsReadAndDefaultsAreInherited() {
		ResourcePolicy policy = Configured
			.by("""
					process:
					  defaults:
					    resources: {nice: 10, memory: 1GB, umask: "0022"}
					  processes:
					    job:
					      command: [sleep, 1]
					      resources: {cpus: "0-1,3", memory: 512MB, memory-high: 400MB, cpu: 50%, open-files: 4096, core-size: 0}
					""")
			.definition()
			.policies()
			.resources();
		assertThat(policy)
			.isEqualTo(new ResourcePolicy(10, "0-1,3", 512L << 20, 400L << 20, 0.5, 4096, 0L, null, null, "0022"));
	}

	@Test
	void taskExecutorHasResourcesToo() {
		ProcessDefinitionMapper mapper = Configured.by("""
				process:
				  task-executors:
				    crunch:
				      resources: {nice: 10, cpu: 1.5}
				""").mapper();
		ResourcePolicy policy = mapper.taskExecutors().map().get(0).definition().policies().resources();
		assertThat(policy.nice()).isEqualTo(10);
		assertThat(policy.cpu()).isEqualTo(1.5);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			nice: 20                             | nice        | 20       | Use -20 to 19
			cpus: "3-1"                          | cpus        | 3-1      | as "0-1,3"
			cpus: "0,,1"                         | cpus        | 0,,1     | as "0-1,3"
			memory: 0MB                          | memory      | 0        | such as 512MB
			memory: 1MB, memory-high: 2MB        | memory-high | 2097152  | less than 'memory'
			cpu: "half"                          | cpu         | half     | 50% for half of one processor
			cpu: "-5%"                           | cpu         | -0.05    | 50% for half of one processor
			cpu: "NaN"                           | cpu         | NaN      | 50% for half of one processor
			open-files: 3                        | open-files  | 3        | 64 or more
			core-size: -1B                       | core-size   | -1       | 0 for no core dumps
			umask: 0027                          | umask       | 23       | in quotes
			umask: "0999"                        | umask       | 0999     | four octal digits
			user: "no such user"                 | user        | no such user | Use the name
			user: "$(reboot)"                    | user        | $(reboot) | Use the name
			group: "x;y"                         | group       | x;y      | Use the name
			""")
	void wrongValueIsRefusedByItsPathWithARemedy(String yaml, String property, String value, String remedy) {
		assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> Configured.by("""
				process:
				  processes:
				    job: {command: [sleep, 1], resources: {%s}}
				""".formatted(yaml)).definitions())
			.withMessageStartingWith(
					"Property 'process.processes.job.resources.%s' with value '%s' ".formatted(property, value))
			.withMessageContaining(remedy);
	}

	@Test
	void userThatCannotBeIsRefusedAtStart() {
		assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> Configured.by("""
				process:
				  processes:
				    job: {command: [sleep, 1], resources: {user: no-such-user}}
				""").definitions())
			.withMessageStartingWith("Property 'process.processes.job.resources.user' with value 'no-such-user' ")
			.withMessageMatching(".*(is not known on this machine|cannot be switched to).*");
		assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(() -> Configured.by("""
				process:
				  processes:
				    job: {type: ~PlainWorker, resources: {user: %s}}
				""".formatted(System.getProperty("user.name"))).definitions())
			.withMessageContaining("process.processes.job.resources.user")
			.withMessageContaining("for commands only");
	}

}
