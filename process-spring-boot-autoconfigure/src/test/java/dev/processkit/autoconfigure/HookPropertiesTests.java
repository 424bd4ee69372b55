package dev.processkit.autoconfigure;

import java.time.Duration;
import java.util.List;

import dev.processkit.HookPolicy;
import dev.processkit.InvalidDefinitionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Hooks in the configuration.
 */
class HookPropertiesTests {

	@Test
	void hooksBindAndInheritWhatTheyDoNotSay() {
		HookPolicy hooks = Configured.by("""
				process:
				  defaults: {hooks: {timeout: 5s, after-exit: [report]}}
				  processes:
				    a: {command: [x], hooks: {before-start: [mkdir, -p, data], after-ready: [up], before-stop: down}}
				""").definition().policies().hooks();
		assertThat(hooks).isEqualTo(new HookPolicy(List.of("mkdir", "-p", "data"), List.of("up"), List.of("down"),
				List.of("report"), Duration.ofSeconds(5)));
	}

	@Test
	void whatCannotWorkIsRefused() {
		assertThatExceptionOfType(InvalidDefinitionException.class).isThrownBy(
				() -> Configured.by("process: {processes: {a: {command: [x], hooks: {timeout: 0s}}}}").definitions())
			.withMessageContaining("'process.processes.a.hooks.timeout'");
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> Configured.by("process: {processes: {a: {command: [x], hooks: {before-start: ['', x]}}}}")
				.definitions())
			.withMessageContaining("'process.processes.a.hooks.before-start'")
			.withMessageContaining("names no executable");
	}

}
