package dev.processkit.autoconfigure;

import java.util.List;

import dev.processkit.EndpointAddress;
import dev.processkit.ProcessDefinition;
import dev.processkit.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/**
 * Every way in which users may write a definition.
 */
class ProcessPropertiesTests {

	private static final String PACKAGE = Workers.class.getName() + "$";

	@Test
	void bindWhenNothingIsConfiguredHasNoDefinitions() {
		assertThat(Configured.by("other: 1").definitions()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "process: {processes: {heartbeat: {type: '~PlainWorker'}}}",
			"process: {processes: {heartbeat: '~PlainWorker'}}",
			"process: {processes: {heartbeat: dev.processkit.autoconfigure.Workers.PlainWorker}}" })
	void bindWhenNamedHasNameAndClass(String yaml) {
		assertThat(namesAndTypes(Configured.by(yaml))).containsExactly("heartbeat=" + PACKAGE + "PlainWorker");
	}

	@ParameterizedTest
	@ValueSource(strings = { "process: {processes: {'[~PlainWorker]': {instances: 1}}}",
			"process: {processes: {'[~PlainWorker]': }}", "process: {processes: ['~PlainWorker']}",
			"process: {processes: [{type: '~PlainWorker'}]}", "process: {processes: '~PlainWorker'}",
			"process.processes[0]: '~PlainWorker'", "process.processes[~PlainWorker].instances: 1" })
	void bindWhenClassOnlyHasNameInKebabCase(String yaml) {
		assertThat(namesAndTypes(Configured.by(yaml))).containsExactly("plain-worker=" + PACKAGE + "PlainWorker");
	}

	@Test
	void bindWhenMixedListHasOrderOfList() {
		String yaml = """
				process:
				  processes:
				    - ~PlainWorker
				    - type: ~PricingProcess
				      instances: 3
				    - ~HTMLParser2
				""";
		assertThat(namesAndTypes(Configured.by(yaml))).containsExactly("plain-worker=" + PACKAGE + "PlainWorker",
				"pricing-process=" + PACKAGE + "PricingProcess", "html-parser2=" + PACKAGE + "HTMLParser2");
		assertThat(Configured.by(yaml).definitions().get(1).instances()).isEqualTo(3);
	}

	@Test
	void bindWhenCommaStringHasAllClasses() {
		assertThat(namesAndTypes(Configured.by("process: {processes: '~PlainWorker, ~PricingProcess'}")))
			.containsExactly("plain-worker=" + PACKAGE + "PlainWorker",
					"pricing-process=" + PACKAGE + "PricingProcess");
	}

	@ParameterizedTest
	@ValueSource(strings = { "process: {processes: }", "process: {processes: []}", "process: {processes: {}}",
			"process: {tcp-processes: }" })
	void bindWhenEmptyHasNoDefinitions(String yaml) {
		assertThat(Configured.by(yaml).definitions()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"process: {max_processes: 7, tcp_processes: {a: {type: '~PricingProcess', max_connections: 3}}}",
			"process: {maxProcesses: 7, tcpProcesses: {a: {type: '~PricingProcess', maxConnections: 3}}}",
			"process: {max-processes: 7, tcp-processes: {a: {type: '~PricingProcess', max-connections: 3}}}" })
	void bindWhenSpeltDifferentlyIsTheSame(String yaml) {
		assertThat(Configured.by(yaml).definition().endpoint()).extracting("maxConnections").isEqualTo(3);
	}

	@Test
	void bindWhenKeyHasUnderscoreKeepsIt() {
		ProcessDefinition definition = Configured
			.by("process.unix_processes.my_Worker: {type: '~PricingProcess', socket_path: /tmp/a.sock}")
			.definition();
		assertThat(definition.name()).isEqualTo("my_Worker");
		assertThat(definition.endpoint()).extracting("address")
			.asInstanceOf(type(EndpointAddress.Unix.class))
			.returns("/tmp/a.sock", (address) -> address.path().toString());
	}

	@Test
	void bindWhenEndpointKeyedByClassHasItsName() {
		List<ProcessDefinition> definitions = Configured.by("""
				process:
				  tcp-processes:
				    '[~PricingProcess]': {port: 9501}
				    prices: ~PricingProcess
				  unix-processes:
				    "[~HTMLParser2]":
				""").definitions();
		assertThat(definitions).extracting(ProcessDefinition::name)
			.containsExactly("pricing-process", "prices", "html-parser2");
		assertThat(definitions).extracting((definition) -> String.valueOf(definition.endpoint().address()))
			.containsExactly("tcp://127.0.0.1:9501", "tcp://127.0.0.1:0", "unix:/run/acme/html-parser2.sock");
	}

	@Test
	void bindWhenVariableOverridesReplacesOneProperty() {
		List<ProcessDefinition> definitions = Configured
			.by("process: {processes: {first: '~PlainWorker', my-worker: '~PlainWorker', last: '~PlainWorker'}}")
			.withVariable("PROCESS_PROCESSES_MYWORKER_INSTANCES", "4")
			.definitions();
		assertThat(definitions).extracting(ProcessDefinition::name).containsExactly("first", "my-worker", "last");
		assertThat(definitions).extracting(ProcessDefinition::instances).containsExactly(1, 4, 1);
	}

	@Test
	void bindWhenVariablesAloneHasDefinitions() {
		List<ProcessDefinition> definitions = Configured.by("a: b")
			.withVariable("PROCESS_PROCESSES_0", "~PlainWorker")
			.withVariable("PROCESS_TCPPROCESSES_FOO_TYPE", "~PricingProcess")
			.withVariable("PROCESS_TCPPROCESSES_FOO_MAXCONNECTIONS", "9")
			.withVariable("PROCESS_TCP_PROCESSES_BAR_TYPE", "~PricingProcess")
			.withVariable("PROCESS_PORT", "tcp://10.0.0.1:80")
			.definitions();
		assertThat(definitions).extracting(ProcessDefinition::name).containsExactly("plain-worker", "foo");
	}

	@Test
	void bindWhenArgumentOverridesKeepsOrderOfFile() {
		List<ProcessDefinition> definitions = Configured
			.by("process: {processes: {first: '~PlainWorker', second: '~PlainWorker'}}")
			.withArgument("process.processes.second.instances", "2")
			.withArgument("process.processes.third.type", "~PlainWorker")
			.definitions();
		assertThat(definitions).extracting(ProcessDefinition::name).containsExactly("first", "second", "third");
	}

	@Test
	void bindWhenListIsOverriddenMergesByIndex() {
		assertThat(namesAndTypes(Configured.by("process: {processes: ['~PlainWorker', '~HTMLParser2']}")
			.withArgument("process.processes[0]", "~PricingProcess"))).containsExactly(
					"pricing-process=" + PACKAGE + "PricingProcess", "html-parser2=" + PACKAGE + "HTMLParser2");
	}

	@Test
	void bindWhenArgsAreNestedFlattensThem() {
		Program.Worker worker = (Program.Worker) Configured.by("""
				process:
				  processes:
				    report:
				      type: ~PlainWorker
				      args:
				        batch-size: 100
				        camelCase: yes
				        hosts: [a, b]
				        servers: [{host: c, ports: [1, 2]}]
				        codes: {404: gone}
				        empty: []
				""").definition().program();
		assertThat(worker.args()).containsEntry("batch-size", "100")
			.containsEntry("camelCase", "true")
			.containsEntry("hosts[0]", "a")
			.containsEntry("hosts[1]", "b")
			.containsEntry("servers[0].host", "c")
			.containsEntry("servers[0].ports[1]", "2")
			.containsEntry("codes.404", "gone")
			.containsEntry("empty", "");
	}

	@Test
	void bindWhenListElementIsRefinedKeepsItsClass() {
		ProcessDefinition definition = Configured.by("process: {processes: ['~PlainWorker']}")
			.withArgument("process.processes[0].instances", "3")
			.definition();
		assertThat(definition.program().what()).isEqualTo(PACKAGE + "PlainWorker");
		assertThat(definition.instances()).isEqualTo(3);
	}

	@Test
	void bindWhenShorthandHasPlaceholderResolvesIt() {
		ProcessDefinition definition = Configured
			.by("{acme: {worker: '~PlainWorker'}, process: {processes: {a: '${acme.worker}'}}}")
			.withArgument("process.processes.a.instances", "3")
			.definition();
		assertThat(definition.program().what()).isEqualTo(PACKAGE + "PlainWorker");
	}

	private static List<String> namesAndTypes(Configured configured) {
		return configured.definitions()
			.stream()
			.map((definition) -> definition.name() + "=" + definition.program().what())
			.toList();
	}

}
