package dev.processkit.ctl;

import java.io.PrintWriter;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import dev.processkit.ctl.Output.OutputException;
import dev.processkit.ctl.console.ConsoleException;
import dev.processkit.ctl.console.RefusedException;
import dev.processkit.ctl.view.Printable;

/**
 * Turns what went wrong into a line on the standard error and an exit code.
 */
class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

	private final PrintWriter err;

	Failures(PrintWriter err) {
		this.err = err;
	}

	@Override
	public int handleExecutionException(Exception failure, CommandLine commandLine, ParseResult parsed)
			throws Exception {
		return report(failure);
	}

	@Override
	public int handleParseException(ParameterException failure, String[] arguments) {
		CommandLine commandLine = failure.getCommandLine();
		say(failure.getMessage());
		UnmatchedArgumentException.printSuggestions(failure, this.err);
		this.err.println("Try '" + commandLine.getCommandSpec().qualifiedName() + " --help'.");
		return ExitStatus.USAGE;
	}

	/**
	 * Report a failure.
	 * @param failure what happened
	 * @return the exit code
	 * @throws Exception the failure itself, if it is a defect
	 */
	int report(Exception failure) throws Exception {
		if (failure instanceof OutputException unwritten && unwritten.isUnread()) {
			return ExitStatus.OUTPUT_CLOSED;
		}
		if (failure instanceof RefusedException refused) {
			return report(refused);
		}
		if (failure instanceof ConsoleException) {
			say(failure.getMessage());
			return ExitStatus.NO_ANSWER;
		}
		if (failure instanceof UsageException) {
			say(failure.getMessage());
			return ExitStatus.USAGE;
		}
		if (failure instanceof OutputException) {
			say(failure.getMessage());
			return ExitStatus.FAILED;
		}
		throw failure;
	}

	int report(RefusedException refused) {
		say(refused.getMessage());
		if (refused.code() == RefusedException.UNKNOWN_METHOD) {
			this.err.println("'processctl methods' lists what this console knows.");
		}
		return (refused.code() == RefusedException.UNKNOWN_TARGET) ? ExitStatus.UNKNOWN_TARGET : ExitStatus.FAILED;
	}

	private void say(@Nullable String message) {
		String line = String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ");
		this.err.println("processctl: " + Printable.word(line));
	}

}
