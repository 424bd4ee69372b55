package dev.processkit.autoconfigure;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.processkit.EndpointAddress;
import dev.processkit.EndpointDefinition;
import dev.processkit.Framing;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.LogPolicy;
import dev.processkit.StandardInput;
import dev.processkit.LogRotation;
import dev.processkit.ProcessDefinition;
import dev.processkit.ProcessKind;
import dev.processkit.ProcessPolicies;
import dev.processkit.ProcessSignal;
import dev.processkit.Program;
import dev.processkit.Protocol;
import dev.processkit.Readiness;
import dev.processkit.RestartPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What definitions become, and why they are refused.
 */
class ProcessDefinitionMapperTests {

	@Test
	void mapWhenNothingIsSetHasBuiltInDefaults() {
		ProcessDefinition definition = Configured.by("process: {tcp-processes: {a: '~PricingProcess'}}").definition();
		assertThat(definition.policies()).isEqualTo(ProcessPolicies.defaultsFor(definition.program()));
		assertThat(definition.endpoint()).isEqualTo(EndpointDefinition.of(new EndpointAddress.Tcp("127.0.0.1", 0)));
		assertThat(definition.program()).isEqualTo(Program.Worker.of(Workers.PricingProcess.class.getName()));
	}

	@Test
	void mapWhenEverythingIsSetTakesIt() {
		ProcessDefinition definition = Configured.by("""
				process:
				  enable-coroutine: false
				  processes:
				    a:
				      command: [python3, ticker.py]
				      environment: {PYTHONUNBUFFERED: "1"}
				      directory: work
				      instances: 2
				      restart: {mode: on-failure, delay: 1s, multiplier: 3, max-delay: 9s, jitter: 0, reset-after: 7s,
				        max-restarts: 2, within: 5s, expected-exit-codes: [0, 143], on-give-up: shutdown-application}
				      readiness: {probe: log-line, pattern: 'ready \\d+', timeout: 3s}
				      stop: {signal: SIGINT, grace-period: 2s, kill-tree: false}
				      heartbeat: {interval: 1s, timeout: 4s}
				      log: {to: file, file: logs/a.log, tail-lines: 5}
				""").definition();
		assertThat(definition.directory()).isEqualTo(Path.of("work"));
		assertThat(definition.environment()).isEqualTo(Map.of("PYTHONUNBUFFERED", "1"));
		assertThat(definition.program()).isEqualTo(new Program.Command(List.of("python3", "ticker.py")));
		RestartPolicy restart = definition.policies().restart();
		assertThat(restart.mode()).isEqualTo(RestartPolicy.Mode.ON_FAILURE);
		assertThat(restart.expectedExitCodes()).isEqualTo(Set.of(0, 143));
		assertThat(restart.onGiveUp()).isEqualTo(RestartPolicy.GiveUp.SHUTDOWN_APPLICATION);
		assertThat(restart.intensity().maxRestarts()).isEqualTo(2);
		assertThat(restart.backoff().maxDelay()).hasSeconds(9);
		assertThat(definition.policies().readiness().timeout()).hasSeconds(3);
		assertThat(definition.policies().stop().signal()).isEqualTo(ProcessSignal.INT);
		assertThat(definition.policies().log()).isEqualTo(new LogPolicy(LogPolicy.To.FILE, Path.of("logs/a.log"), 5));
	}

	@Test
	void mapWhenLogsRotateAndInputIsAPipeTakesAll() {
		List<ProcessDefinition> definitions = Configured.by("""
				process:
				  defaults.log: {max-size: 1MB, keep: 3, compress: false, format: json, rotate: hourly}
				  processes:
				    a: {command: [cat], stdin: pipe, log: {to: file, file: 'logs/{instance}.log', rotate: 15m}}
				    b: {command: [cat], log: {rotate: daily, max-size: 0}}
				""").definitions();
		assertThat(definitions.get(0).program())
			.isEqualTo(new Program.Command(List.of("cat"), Protocol.NONE, Map.of(), StandardInput.PIPE));
		assertThat(definitions.get(0).policies().log())
			.isEqualTo(new LogPolicy(LogPolicy.To.FILE, Path.of("logs/{instance}.log"), 200, LogPolicy.Format.JSON,
					new LogRotation(1 << 20, Duration.ofMinutes(15), 3, false)));
		assertThat(definitions.get(1).policies().log().rotation())
			.isEqualTo(new LogRotation(0, LogRotation.DAILY, 3, false));
	}

	@Test
	void mapWhenDefaultsAreSetOverridesPropertyByProperty() {
		List<ProcessDefinition> definitions = Configured.by("""
				process:
				  defaults:
				    restart: {mode: never, max-delay: 5s}
				    readiness: {probe: tcp, port: 99}
				    log: {to: file, file: all.log, tail-lines: 7}
				    jvm: {heap: 64MB, options: [-Xss256k]}
				  processes:
				    a: {type: '~PlainWorker', restart: {mode: always}, readiness: {probe: worker}, log: {to: discard}}
				    b: {command: [sleep, 1], readiness: {port: 98}}
				""").definitions();
		RestartPolicy restart = definitions.get(0).policies().restart();
		assertThat(restart.mode()).isEqualTo(RestartPolicy.Mode.ALWAYS);
		assertThat(restart.backoff().maxDelay()).hasSeconds(5);
		assertThat(restart.backoff().delay()).hasMillis(100);
		assertThat(definitions.get(0).policies().readiness()).isEqualTo(Readiness.WORKER);
		assertThat(definitions.get(0).policies().log()).isEqualTo(new LogPolicy(LogPolicy.To.DISCARD, null, 7));
		Program.Worker worker = (Program.Worker) definitions.get(0).program();
		assertThat(worker.jvm().heapBytes()).isEqualTo(64L << 20);
		assertThat(worker.jvm().options()).containsExactly("-Xss256k");
		assertThat(definitions.get(1).policies().readiness().probe())
			.isEqualTo(new Readiness.Probe.Tcp("127.0.0.1", 98));
		assertThat(definitions.get(1).policies().log().file()).hasFileName("all.log");
	}

	@Test
	void mapWhenEndpointIsSetTakesIt() {
		List<ProcessDefinition> definitions = Configured.by("""
				process:
				  unix-processes:
				    c: {type: '~HTMLParser2', socket-path: /tmp/c.sock, socket-permissions: rw-rw----, framing: length}
				  tcp-processes:
				    p: {type: '~PricingProcess', host: '::1', port: 9501, max-message-size: 2KB, max-connections: 3,
				      idle-timeout: 1m, request-timeout: 2s, close-after-reply: true, ssl.bundle: web}
				  processes:
				    s: ~PlainWorker
				""").definitions();
		assertThat(definitions).extracting(ProcessDefinition::kind)
			.containsExactly(ProcessKind.STANDARD, ProcessKind.TCP, ProcessKind.UNIX);
		assertThat(definitions.get(1).endpoint()).isEqualTo(new EndpointDefinition(new EndpointAddress.Tcp("::1", 9501),
				Framing.JSON, 2048, 3, Duration.ofMinutes(1), Duration.ofSeconds(2), true, "web"));
		assertThat(definitions.get(2).endpoint().address())
			.isEqualTo(new EndpointAddress.Unix(Path.of("/tmp/c.sock"), PosixFilePermissions.fromString("rw-rw----")));
		assertThat(definitions.get(2).endpoint().framing()).isEqualTo(Framing.LENGTH);
	}

	@Test
	void mapWhenDisabledLeavesOutButValidates() {
		assertThat(Configured.by("process.processes: {a: {type: '~PlainWorker', enabled: false}}").definitions())
			.isEmpty();
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> Configured.by("process.processes: {a: {type: nowhere.A, enabled: false}}").definitions());
	}

	@Test
	void mapDoesNotInitialiseWorkerClasses() {
		assertThat(Configured.by("process.processes.a: ~EagerWorker").definitions()).hasSize(1);
		assertThat(Workers.initialised).isFalse();
	}

	@Test
	void mapWhenComponentHasFactoryAndEnvironment() {
		Program.Worker worker = (Program.Worker) Configured
			.by("{process.processes.a: '~ComponentWorker', acme.color: blue}")
			.definition()
			.program();
		assertThat(worker.factory()).isEqualTo("dev.processkit.autoconfigure.SpringWorkerFactory");
		assertThat(worker.settings()).containsValue("blue");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{processes.a: '~PlainWorke'}              | process.processes.a.type                 | Workers$PlainWorker
					{processes.a: 'nowhere.Plain'}            | process.processes.a.type                 | there is no package 'nowhere'
					{processes.a: '~NoWorker'}                | process.processes.a.type                 | is no worker
					{processes.a: '~AbstractWorker'}          | process.processes.a.type                 | is abstract
					{processes.a: '~NeedyWorker'}             | process.processes.a.type                 | no constructor
					{processes.a: {instances: 2}}             | process.processes.a.type                 | there is no 'command'
					{processes.a: {command: []}}              | process.processes.a.command              | names no executable
					{processes.a: {command: ''}}              | process.processes.a.command              | names no executable
					{processes.a: {command: [' ']}}           | process.processes.a.command              | names no executable
					{processes.a: {type: '~PlainWorker', command: [ls]}} | process.processes.a.command   | stands beside
					{processes.a: {command: [ls], readiness.probe: worker}} | process.processes.a.readiness.probe | what only a program that speaks the wire
					{processes: [{command: [ls]}]}            | process.processes[0]                     | has no name
					{processes: ['nowhere.Plain']}            | process.processes[0].type                | not on the class path
					{processes: {'[nowhere.Plain]': }}        | process.processes[nowhere.Plain].type    | not on the class path
					{processes: {'[a b]': '~PlainWorker'}}    | process.processes[a b].name              | is not a process name
					{processes.a: {type: '~PlainWorker', instances: 0}} | process.processes.a.instances  | below 1
					{processes.a: {type: '~PlainWorker', instances: 257}} | process.processes.a.instances | raise 'process.max-processes'
					{spares: -1}                              | process.spares                           | Use 0 for no spares
					{max-processes: 0}                        | process.max-processes                    | allows no process
					{defaults.restart.delay: -1s, processes.a: '~PlainWorker'} | process.defaults.restart.delay | negative
					{defaults.jvm.heap: 1MB, processes.a: '~PlainWorker'} | process.defaults.jvm.heap    | too small
					{processes.a: {type: '~PlainWorker', jvm.heap: 1MB}} | process.processes.a.jvm.heap  | too small
					{processes.a: {type: '~PlainWorker', stop.signal: NOPE}} | process.processes.a.stop.signal | is not a signal
					{processes.a: {type: '~PlainWorker', log.to: file}} | process.processes.a.log.file   | Give 'file'
					{processes.a: {command: [ls], log: {to: file, file: 'a{pid}.log'}}} | process.processes.a.log.file | {instance}
					{processes.a: {command: [ls], log.rotate: weekly}} | process.processes.a.log.rotate  | daily
					{processes.a: {command: [ls], log.rotate: 5ms}} | process.processes.a.log.rotate     | from 1s
					{processes.a: {command: [ls], log.max-size: -1}} | process.processes.a.log.max-size  | 50MB
					{processes.a: {command: [ls], log.keep: 5000}} | process.processes.a.log.keep        | 0 to 1000
					{processes.a: {type: '~PlainWorker', stdin: pipe}} | process.processes.a.stdin       | Remove it
					{processes.a: {command: [ls], protocol: lines, stdin: pipe}} | process.processes.a.stdin | Remove one
					{processes.a: {command: [ls], readiness: {probe: tcp}}} | process.processes.a.readiness.port | is missing
					{processes.a: {command: [ls], readiness: {port: 1}}} | process.processes.a.readiness.port | Add 'probe: tcp'
					{processes.a: {command: [ls], readiness: {probe: log-line, pattern: '('}}} | process.processes.a.readiness.pattern | not a regular expression
					{processes.a: {type: '~PlainWorker', heartbeat: {timeout: 1s}}} | process.processes.a.heartbeat.timeout | not longer
					{tcp-processes.a: '~PlainWorker'}         | process.tcp-processes.a.type             | answers no messages
					{tcp-processes.a: {command: [ls]}}        | process.tcp-processes.a.command          | 'protocol' that the command speaks
					{tcp-processes.a: {command: [ls], protocol: none}} | process.tcp-processes.a.command | cannot answer an endpoint
					{processes.a: {type: '~PlainWorker', protocol: wire}} | process.processes.a.protocol | Remove it
					{processes.a: {command: [ls], args: {password: b}}} | process.processes.a.args       | protocol: wire
					{processes.a: {command: [ls], protocol: lines, args.b: c}} | process.processes.a.args | protocol: wire
					{processes.a: {command: [ls], protocol: lines, readiness.probe: worker}} | process.processes.a.readiness.probe | protocol: wire
					{tcp-processes.a: {type: '~PricingProcess', port: -1}} | process.tcp-processes.a.port | is not a port
					{tcp-processes.a: {type: '~PricingProcess', max-message-size: 3GB}} | process.tcp-processes.a.max-message-size | just under 16MB
					{tcp-processes.a: {type: '~PricingProcess', ssl.bundle: x}} | process.tcp-processes.a.ssl.bundle | [web]
					{unix-processes.a: {type: '~PricingProcess', ssl.bundle: web}} | process.unix-processes.a.ssl.bundle | TLS is for TCP
					{unix-processes.a: {type: '~PricingProcess', socket-permissions: '0600'}} | process.unix-processes.a.socket-permissions | rw-------
					{unix-processes.a: {type: '~PricingProcess', socket-path: /0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789}} | process.unix-processes.a.socket-path | bytes long
					{processes.a: '~PlainWorker', unix-processes.a: '~PricingProcess'} | process.unix-processes.a | same name as 'process.processes.a'
					{processes: ['~PlainWorker', '~PlainWorker']} | process.processes[1]                 | same name as 'process.processes[0]'
					{tcp-processes: {a: {type: '~PricingProcess', port: 1}, b: {type: '~PricingProcess', port: 1}}} | process.tcp-processes.b.port | the address of 'process.tcp-processes.a'
					{unix-processes: {a: {type: '~PricingProcess', socket-path: /tmp/x}, b: {type: '~PricingProcess', socket-path: /tmp/../tmp/x}}} | process.unix-processes.b.socket-path | the address of
					""")
	void mapWhenDefinitionCannotWorkNamesPropertyAndRemedy(String process, String property, String explanation) {
		ProcessDefinitionMapper mapper = Configured.by("process: " + process).mapper();
		InvalidDefinitionException refusal = catchThrowableOfType(InvalidDefinitionException.class, mapper::map);
		assertThat(refusal).isNotNull();
		assertThat(refusal.property()).isEqualTo(property);
		assertThat(refusal).hasMessageContaining(explanation);
	}

	@Test
	void commandsMaySpeakAProtocolAndServeAnEndpoint() {
		List<ProcessDefinition> definitions = Configured.by("""
				process:
				  processes:
				    a: {command: [python3, a.py], protocol: wire, args: {servers: [{host: x}], size: 2}}
				  tcp-processes:
				    b: {command: [sed, -u, s/a/b/], protocol: lines}
				  unix-processes:
				    c: {command: [node, c.js], protocol: WIRE, socket-path: /tmp/c.sock}
				""").mapper().map();
		assertThat(definitions.get(0).program()).isEqualTo(new Program.Command(List.of("python3", "a.py"),
				Protocol.WIRE, Map.of("servers[0].host", "x", "size", "2")));
		assertThat(definitions.get(0).policies().readiness()).isEqualTo(Readiness.WORKER);
		assertThat(definitions.get(1).program())
			.isEqualTo(new Program.Command(List.of("sed", "-u", "s/a/b/"), Protocol.LINES));
		assertThat(definitions.get(1).policies().readiness()).isEqualTo(Readiness.NONE);
		assertThat(definitions.get(1).policies().requests().concurrency()).isOne();
		assertThat(definitions.get(2).program()).isEqualTo(new Program.Command(List.of("node", "c.js"), Protocol.WIRE));
		assertThat(definitions.get(2).endpoint()).isNotNull();
	}

	@Test
	void definitionsAreMadeOnce() {
		ProcessDefinitionMapper mapper = Configured.by("process.task-executors.reports.instances: 2").mapper();
		assertThat(mapper.map()).isSameAs(mapper.map());
		assertThat(mapper.taskExecutors().find("reports")).isSameAs(mapper.taskExecutors().find("reports"));
	}

	@Test
	void workerHasNameDefaultsAndFlatArgs() {
		ProcessDefinition definition = Configured.by("process: {enable-coroutine: false, defaults.restart.mode: never}")
			.mapper()
			.worker(Workers.PricingProcess.class,
					Map.of("a", Map.of("b", List.of("x", 2)), "port", 7, "Some_Key", true), ProcessKind.TCP);
		assertThat(definition.name()).isEqualTo("pricing-process");
		assertThat(definition.endpoint().address()).isEqualTo(new EndpointAddress.Tcp("127.0.0.1", 7));
		assertThat(definition.policies().restart().mode()).isEqualTo(RestartPolicy.Mode.NEVER);
		Program.Worker worker = (Program.Worker) definition.program();
		assertThat(worker.virtualThreads()).isFalse();
		assertThat(worker.args())
			.containsExactlyInAnyOrderEntriesOf(Map.of("a.b[0]", "x", "a.b[1]", "2", "port", "7", "Some_Key", "true"));
	}

	@Test
	void workerWhenUnixHasSocketPath() {
		ProcessDefinitionMapper mapper = Configured.by("a: b").mapper();
		assertThat(mapper.worker(Workers.HTMLParser2.class, Map.of("socket-path", "/tmp/q"), ProcessKind.UNIX)
			.endpoint()
			.address()).hasToString("unix:/tmp/q");
		assertThat(mapper.worker(Workers.HTMLParser2.class, Map.of(), ProcessKind.UNIX).endpoint().address())
			.hasToString("unix:/run/acme/html-parser2.sock");
	}

	@Test
	void workerWhenPortIsNoNumberNamesIt() {
		ProcessDefinitionMapper mapper = Configured.by("a: b").mapper();
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> mapper.worker(Workers.PricingProcess.class, Map.of("port", "http"), ProcessKind.TCP))
			.withMessageContaining("'pricing-process.port' with value 'http'");
	}

	@Test
	void workerWhenClassIsNoWorkerIsRefused() {
		ProcessDefinitionMapper mapper = Configured.by("a: b").mapper();
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> mapper.worker(Workers.NoWorker.class, Map.of(), ProcessKind.STANDARD))
			.withMessageContaining("is no worker");
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> mapper.worker(Workers.PlainWorker.class, Map.of(), ProcessKind.TCP))
			.withMessageContaining("answers no messages");
	}

}
