package dev.processkit.ctl;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import dev.processkit.ctl.console.ConsoleConnection;
import dev.processkit.ctl.view.MethodView;

@Command(name = "methods", mixinStandardHelpOptions = true, sortOptions = false,
		description = "Lists what the console can be asked, for use with 'call'.")
class MethodsCommand implements Callable<Integer> {

	private final Processctl processctl;

	@Parameters(index = "0", arity = "0..1", paramLabel = "METHOD", description = "This method only.")
	private @Nullable String method;

	MethodsCommand(Processctl processctl) {
		this.processctl = processctl;
	}

	@Override
	public Integer call() {
		ArrayNode methods = JsonNodeFactory.instance.arrayNode();
		try (ConsoleConnection connection = this.processctl.connect()) {
			if (this.method != null) {
				methods.add(describe(connection, this.method));
			}
			else {
				connection.call("system.listMethods", null)
					.forEach((name) -> methods.add(describe(connection, name.asString())));
			}
		}
		this.processctl.print(methods, new MethodView(this.processctl.screen())::show);
		return ExitStatus.DONE;
	}

	private static ObjectNode describe(ConsoleConnection connection, String method) {
		ObjectNode params = Params.none().put("method", method);
		return Params.none()
			.put("method", method)
			.set("signature", connection.call("system.methodSignature", params))
			.set("help", connection.call("system.methodHelp", params));
	}

}
