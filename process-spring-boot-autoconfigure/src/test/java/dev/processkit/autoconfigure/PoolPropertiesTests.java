package dev.processkit.autoconfigure;

import java.time.Duration;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessDefinition;
import dev.processkit.RequestPolicy;
import dev.processkit.Scaling;
import dev.processkit.Scaling.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * One number of instances or bounds, and how requests are taken.
 */
class PoolPropertiesTests {

	private static final Scaling POOL = new Scaling(1, 8, Strategy.MIXED, Duration.ofSeconds(30));

	@ParameterizedTest
	@ValueSource(strings = {
			"process.processes.a: {type: '~PlainWorker', instances: {min: 1, max: 8, strategy: mixed, idle-timeout: 30s}}",
			"process.processes.a: {type: '~PlainWorker', instances: {max: 8, strategy: MIXED, idle_timeout: 30s}}",
			"process.processes: [{type: '~PlainWorker', instances: {max: 8, strategy: mixed, idleTimeout: 30s}}]",
			"process.tcp-processes.a: {type: '~PricingProcess', instances: {max: 8, strategy: mixed, idle-timeout: 30s}}",
			"process.unix-processes.a: {type: '~PricingProcess', instances: {max: 8, strategy: mixed, idle-timeout: 30s}}" })
	void boundsMakeAPool(String yaml) {
		ProcessDefinition definition = Configured.by(yaml).definition();
		assertThat(definition.policies().scaling()).isEqualTo(POOL);
		assertThat(definition.instances()).isEqualTo(1);
	}

	@Test
	void aggressivePoolBeginsWithAll() {
		ProcessDefinition definition = Configured
			.by("process.processes.a: {type: '~PlainWorker', instances: {min: 2, max: 8, strategy: aggressive}}")
			.definition();
		assertThat(definition.instances()).isEqualTo(8);
		assertThat(definition.policies().scaling())
			.isEqualTo(new Scaling(2, 8, Strategy.AGGRESSIVE, Duration.ofMinutes(1)));
	}

	@Test
	void propertiesAndVariablesMakeAPool() {
		assertThat(Configured.by("process.processes.a: '~PlainWorker'")
			.withArgument("process.processes.a.instances.max", "8")
			.withArgument("process.processes.a.instances.strategy", "mixed")
			.withVariable("PROCESS_PROCESSES_A_INSTANCES_IDLETIMEOUT", "30s")
			.definition()
			.policies()
			.scaling()).isEqualTo(POOL);
		assertThat(Configured.by("process.processes.my-worker: '~PlainWorker'")
			.withVariable("PROCESS_PROCESSES_MYWORKER_INSTANCES_MAX", "8")
			.withVariable("PROCESS_PROCESSES_MYWORKER_INSTANCES_STRATEGY", "mixed")
			.withVariable("PROCESS_PROCESSES_MYWORKER_INSTANCES_IDLETIMEOUT", "30s")
			.definition()
			.policies()
			.scaling()).isEqualTo(POOL);
	}

	@Test
	void sourceThatWinsDecidesOnTheForm() {
		ProcessDefinition fixed = Configured
			.by("process.processes.a: {type: '~PlainWorker', instances: {min: 1, max: 8}}")
			.withVariable("PROCESS_PROCESSES_A_INSTANCES", "3")
			.definition();
		assertThat(fixed.policies().scaling()).isNull();
		assertThat(fixed.instances()).isEqualTo(3);
		ProcessDefinition pool = Configured.by("process.processes.a: {type: '~PlainWorker', instances: 3}")
			.withArgument("process.processes.a.instances.max", "8")
			.definition();
		assertThat(pool.policies().scaling()).isEqualTo(new Scaling(1, 8, Strategy.LAZY, Duration.ofMinutes(1)));
	}

	@Test
	void numberMayBeAPlaceholder() {
		ProcessDefinition definition = Configured
			.by("{acme.count: 5, process.processes.a: {type: '~PlainWorker', instances: '${acme.count}'}}")
			.definition();
		assertThat(definition.instances()).isEqualTo(5);
	}

	@Test
	void requestsAreTakenAsTheDefinitionOrTheDefaultsSay() {
		ProcessDefinition definition = Configured.by("""
				process:
				  defaults: {requests: {concurrency: 4, queue-timeout: 5s}}
				  processes:
				    a: {type: ~PlainWorker, requests: {concurrency: 1, queue-capacity: 9}}
				""").definition();
		assertThat(definition.policies().requests()).isEqualTo(new RequestPolicy(1, 9, Duration.ofSeconds(5)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{processes.a: {type: '~PlainWorker', instances: {min: 2}}}        | process.processes.a.instances.max | is missing
					{processes.a: {type: '~PlainWorker', instances: {min: 0, max: 2}}} | process.processes.a.instances.min | below 1
					{processes.a: {type: '~PlainWorker', instances: {min: 3, max: 2}}} | process.processes.a.instances.max | below min (3)
					{processes.a: {type: '~PlainWorker', instances: {max: 2, idle-timeout: 0s}}} | process.processes.a.instances.idle-timeout | not above zero
					{processes.a: {type: '~PlainWorker', instances: {max: 257}}}       | process.processes.a.instances.max | more than 'process.max-processes' (256)
					{processes.a: {command: [ls], instances: {max: 2}}}               | process.processes.a.instances | this command takes none
					{processes.a: {type: '~PlainWorker', requests: {concurrency: 0}}} | process.processes.a.requests.concurrency | below 1
					{defaults.requests.queue-capacity: -1, processes.a: '~PlainWorker'} | process.defaults.requests.queue-capacity | negative
					""")
	void whatCannotWorkNamesPropertyAndReason(String process, String property, String reason) {
		ProcessDefinitionMapper mapper = Configured.by("process: " + process).mapper();
		InvalidDefinitionException refusal = catchThrowableOfType(InvalidDefinitionException.class, mapper::map);
		assertThat(refusal).isNotNull();
		assertThat(refusal.property()).isEqualTo(property);
		assertThat(refusal).hasMessageContaining(reason);
	}

	@Test
	void numberBesideBoundsInOneSourceIsRefused() {
		ProcessDefinitionMapper mapper = Configured.by("process.processes.a: '~PlainWorker'")
			.withArgument("process.processes.a.instances", "2")
			.withArgument("process.processes.a.instances.max", "8")
			.mapper();
		InvalidDefinitionException refusal = catchThrowableOfType(InvalidDefinitionException.class, mapper::map);
		assertThat(refusal.property()).isEqualTo("process.processes.a.instances");
		assertThat(refusal).hasMessageContaining("stands beside its own bounds");
	}

}
