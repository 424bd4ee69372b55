package dev.processkit.operating;

import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a command left to the shell that ran it.
 *
 * @param status the exit code
 * @param out the standard output
 * @param err the standard error
 */
record Outcome(int status, String out, String err) {

	Outcome isDone() {
		assertThat(this.err).isEmpty();
		assertThat(this.status).isZero();
		return this;
	}

	/** Failed, with a line that says why and nothing on the standard output. */
	Outcome hasFailed(int code, String... words) {
		assertThat(this.status).as(this.err).isEqualTo(code);
		assertThat(this.err).startsWith("processctl: ").contains(words).doesNotContain("Exception", "\tat ");
		assertThat(this.out).isEmpty();
		return this;
	}

	List<String> lines() {
		return this.out.lines().toList();
	}

	JsonNode json() {
		isDone();
		assertThat(lines()).hasSize(1);
		return JsonMapper.shared().readTree(this.out);
	}

}
