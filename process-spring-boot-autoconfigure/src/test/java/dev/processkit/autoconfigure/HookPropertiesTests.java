package dev.processkit.autoconfigure;

import java.time.Duration;

import dev.processkit.HookAction;
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
		assertThat(hooks).isEqualTo(new HookPolicy(HookAction.command("mkdir", "-p", "data"), HookAction.command("up"),
				HookAction.command("down"), HookAction.command("report"), Duration.ofSeconds(5)));
	}

	@Test
	void beansBindBesideCommandsAndOverrideThem() {
		HookPolicy hooks = Configured
			.by("""
					process:
					  defaults: {hooks: {before-start: [mkdir, -p, data], after-exit: bean:announcer}}
					  processes:
					    a: {command: [x], hooks: {before-start: "bean:announcer", after-ready: [bean:announcer], before-stop: []}}
					""")
			.definition()
			.policies()
			.hooks();
		HookAction bean = HookAction.bean("announcer");
		assertThat(hooks).isEqualTo(new HookPolicy(bean, bean, null, bean, Duration.ofSeconds(30)));
	}

	@Test
	void beansBindFromVariables() {
		assertThat(Configured.by("process: {processes: {a: {command: [x]}}}")
			.withVariable("PROCESS_PROCESSES_A_HOOKS_AFTERREADY", "bean:announcer")
			.definition()
			.policies()
			.hooks()
			.afterReady()).isEqualTo(HookAction.bean("announcer"));
	}

	@Test
	void whatNamesNoHookIsRefused() {
		assertThat(refusal("after-ready: bean:announcre")).isEqualTo(
				"Property 'process.processes.a.hooks.after-ready' with value 'bean:announcre' names no bean of the application. "
						+ "Name a bean that implements dev.processkit.ProcessHook, as the return type of its @Bean method says; there is announcer.");
		assertThat(refusal("before-stop: bean:title"))
			.contains("'process.processes.a.hooks.before-stop' with value 'bean:title' names a bean that is no hook")
			.contains("but a java.lang.String");
		assertThat(refusal("after-exit: [bean:announcer, loudly]")).contains("'process.processes.a.hooks.after-exit'")
			.contains("gives arguments to a bean")
			.contains("'bean:announcer'");
		assertThat(refusal("before-start: 'bean:'")).contains("'process.processes.a.hooks.before-start'")
			.contains("names no bean");
	}

	@Test
	void whatNamesNoHookIsRefusedWhereverItStands() {
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> Configured
				.by("process: {defaults: {hooks: {after-exit: bean:nobody}}, processes: {a: {command: [x]}}}")
				.definitions())
			.withMessageContaining("'process.defaults.hooks.after-exit'");
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> Configured
				.by("process: {processes: {a: {command: [x], enabled: false, hooks: {after-exit: bean:nobody}}}}")
				.definitions())
			.withMessageContaining("'process.processes.a.hooks.after-exit'");
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> Configured.by("process: {task-executors: {crunch: {hooks: {before-start: bean:nobody}}}}")
				.definitions())
			.withMessageContaining("'process.task-executors.crunch.hooks.before-start'");
	}

	private static String refusal(String hook) {
		try {
			return Configured.by("process: {processes: {a: {command: [x], hooks: {" + hook + "}}}}").definition()
					+ " was not refused";
		}
		catch (InvalidDefinitionException ex) {
			return ex.getMessage();
		}
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
