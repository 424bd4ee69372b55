package dev.processkit.fire;

import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * What an edited process should be.
 *
 * @param kind what it runs
 * @param number tells one program from another: how long a command sleeps, an argument of
 * a worker
 * @param instances how many
 * @param grace its grace period, in seconds
 * @param dependsOn what must be ready before it; {@code null} for nothing
 */
record Declared(Kind kind, int number, int instances, int grace, @Nullable String dependsOn) {

	static Declared any(Kind kind, int number, Random random) {
		return new Declared(kind, number, kind.instances(random), 60, null);
	}

	Declared withNumber(int number) {
		return new Declared(this.kind, number, this.instances, this.grace, this.dependsOn);
	}

	Declared withInstances(int instances) {
		return new Declared(this.kind, this.number, instances, this.grace, this.dependsOn);
	}

	Declared withGrace(int grace) {
		return new Declared(this.kind, this.number, this.instances, grace, this.dependsOn);
	}

	Declared withDependsOn(@Nullable String dependsOn) {
		return new Declared(this.kind, this.number, this.instances, this.grace, dependsOn);
	}

	String yaml() {
		String program = switch (this.kind) {
			case COMMAND -> "command: [sleep, \"%d\"]".formatted(this.number);
			case WORKER -> "type: \"%s\", args: {number: %d}".formatted(EditedWorker.class.getName(), this.number);
			case ENDPOINT -> "type: \"%s\", args: {number: %d}, port: 0, request-timeout: 120s"
				.formatted(EditedWorker.class.getName(), this.number);
		};
		String order = (this.dependsOn != null) ? ", depends-on: [" + this.dependsOn + "]" : "";
		return "{%s, instances: %d, stop: {grace-period: %ds}%s}".formatted(program, this.instances, this.grace, order);
	}

	/**
	 * What a process runs.
	 */
	enum Kind {

		/** A command. */
		COMMAND,

		/** A worker. */
		WORKER,

		/** A worker behind a TCP endpoint. */
		ENDPOINT;

		/** A JVM more costs more than a command. */
		int instances(Random random) {
			return 1 + random.nextInt((this == COMMAND) ? 3 : 2);
		}

	}

}
