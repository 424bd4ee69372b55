package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Order and groups in the configuration, and why they are refused.
 */
class OrderPropertiesTests {

	@Test
	void dependenciesAndGroupsBind() {
		Configured configured = Configured.by("""
				process:
				  processes:
				    web: {command: [web], depends-on: [db, cache]}
				    db: {command: [db]}
				  tcp-processes:
				    cache: {type: '~PricingProcess', depends-on: db}
				  groups:
				    shop: {members: [db, web], strategy: rest-for-one}
				    other: {members: cache}
				""");
		assertThat(configured.definitions()).extracting(ProcessDefinition::dependsOn)
			.containsExactly(List.of("db", "cache"), List.of(), List.of("db"));
		assertThat(configured.mapper().groups()).containsExactlyInAnyOrder(
				new ProcessGroup("shop", List.of("db", "web"), ProcessGroup.Strategy.REST_FOR_ONE),
				new ProcessGroup("other", List.of("cache"), ProcessGroup.Strategy.ONE_FOR_ONE));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					processes: {a: {command: [x], depends-on: [b]}} | process.processes.a.depends-on | b | names no process
					processes: {a: {command: [x], depends-on: [a]}} | process.processes.a.depends-on | a | a -> a
					processes: {a: {command: [x], depends-on: [b]}, b: {command: [x], depends-on: [c]}, c: {command: [x], depends-on: [a]}} | process.processes.a.depends-on | b | a -> b -> c -> a
					processes: {a: {command: [x], enabled: false, depends-on: [b]}} | process.processes.a.depends-on | b | names no process
					processes: {a: {command: [x], depends-on: [b]}, b: {command: [x], enabled: false}} | process.processes.a.depends-on | b | is disabled
					groups: {g: {members: [a]}} | process.groups.g.members | a | names no process
					groups: {g: {members: []}} | process.groups.g.members | [] | names no process
					processes: {a: {command: [x]}}, groups: {a: {members: [a]}} | process.groups.a | a | has the name of a process
					processes: {a: {command: [x]}}, groups: {g: {members: [a]}, h: {members: [a]}} | process.groups.h.members | a | is a member of the group 'g' too
					""")
	void whatCannotWorkIsRefused(String yaml, String property, String value, String problem) {
		InvalidDefinitionException refusal = catchThrowableOfType(InvalidDefinitionException.class,
				() -> Configured.by("process: {" + yaml + "}").definitions());
		assertThat(refusal).as(yaml).isNotNull();
		assertThat(refusal.property()).isEqualTo(property);
		assertThat(refusal.value()).isEqualTo(value);
		assertThat(refusal.problem()).contains(problem);
		assertThat(refusal.remedy()).isNotBlank();
	}

	@Test
	void disabledOnesMayDependOnEachOther() {
		assertThat(Configured.by("""
				process:
				  processes:
				    a: {command: [x], enabled: false, depends-on: [b]}
				    b: {command: [x], enabled: false}
				""").definitions()).isEmpty();
	}

	@Test
	void shutdownThatMayTakeTooLongInSumIsWarnedOf() {
		List<ProcessDefinition> definitions = Configured.by("""
				process:
				  defaults: {stop: {grace-period: 10s}}
				  processes:
				    a: {command: [x], depends-on: [b]}
				    b: {command: [x], depends-on: [c]}
				    c: {command: [x]}
				""").definitions();
		assertThat(new ShutdownBudget(Duration.ofSeconds(30)).warning(definitions))
			.startsWith("Processes that depend on each other stop one after the other");
		assertThat(new ShutdownBudget(Duration.ofSeconds(31)).warning(definitions)).isNull();
	}

}
