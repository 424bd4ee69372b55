package dev.processkit.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import dev.processkit.InstanceState;
import dev.processkit.ProcessStatus;
import dev.processkit.SupervisorStatus;

/**
 * Sums up the processes of the application for those who look at it as one service.
 *
 * @param awaited the processes that must be ready before the service is
 */
record ServiceReadiness(List<String> awaited) {

	/**
	 * Whether all that is waited for runs, or has done its work.
	 * @param status the processes
	 * @return {@code false} also when one is not there yet
	 */
	boolean isReady(SupervisorStatus status) {
		return this.awaited.stream()
			.allMatch((name) -> status.processes()
				.stream()
				.anyMatch((process) -> process.name().equals(name) && isFine(process)));
	}

	/**
	 * Say it in one line.
	 * @param status the processes
	 * @return as "3 of 4 processes ready, mailer is BACKING_OFF"
	 */
	String summary(SupervisorStatus status) {
		String trouble = status.processes()
			.stream()
			.filter((process) -> !isFine(process))
			.map((process) -> process.name() + " is " + process.state())
			.collect(Collectors.joining(", "));
		long fine = status.processes().stream().filter(ServiceReadiness::isFine).count();
		String summary = "%d of %d processes ready".formatted(fine, status.processes().size());
		return trouble.isEmpty() ? summary : summary + ", " + trouble;
	}

	private static boolean isFine(ProcessStatus process) {
		return process.state() == InstanceState.READY || process.state() == InstanceState.COMPLETED
				|| process.state() == InstanceState.PAUSED;
	}

}
