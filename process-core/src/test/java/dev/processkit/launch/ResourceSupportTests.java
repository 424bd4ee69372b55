package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ResourcePolicy;
import dev.processkit.launch.ResourceSupport.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is asked of whom, and what is said of the rest.
 */
class ResourceSupportTests {

	private static final Programs ALL = new Programs(Path.of("/bin/sh"), Path.of("/bin/nice"), Path.of("/bin/taskset"),
			Path.of("/bin/set'priv"), Path.of("/bin/id"));

	private static final OwnLimits ROOT = new OwnLimits("root", -1, 0, 0, "0-3", 1024, 0);

	private static final OwnLimits USER = new OwnLimits("app", 0, 5, 5, "0-3", 1024, 0);

	@TempDir
	Path directory;

	@Test
	void everythingIsOneShellLineThatBecomesTheProgram() {
		ResourceSupport support = new ResourceSupport(ALL, ROOT, null);
		assertThat(support.shellText(everything()))
			.isEqualTo("umask 0027; ulimit -n 4096; ulimit -c 2; " + "exec '/bin/nice' -n -5 '/bin/taskset' -c 0-1,3 "
					+ "'/bin/set'\\''priv' --reuid=web --regid=$('/bin/id' -g web) --init-groups \"$@\"");
		assertThat(support.limitations(everything())).isEmpty();
	}

	@Test
	void inheritedNeedsNoShell() throws IOException {
		assertThat(LaunchLimits.of(ResourcePolicy.INHERITED, "any").shell(Path.of("/bin/sh"), "")).isEmpty();
		ResourcePolicy watchedOnly = ResourcePolicy.INHERITED.withMemory(1L << 30, null);
		assertThat(
				LaunchLimits.of(watchedOnly, "any", new ResourceSupport(ALL, ROOT, null)).shell(Path.of("/bin/sh"), ""))
			.isEmpty();
	}

	@Test
	void whatMayNotBeSetIsLeftOutAndTold() {
		ResourceSupport support = new ResourceSupport(ALL, USER, null);
		ResourcePolicy policy = new ResourcePolicy(0, "2-7", null, null, 0.5, 2048, 1L, null, null, null);
		assertThat(support.shellText(policy)).isEqualTo("exec '/bin/taskset' -c 2-7 \"$@\"");
		assertThat(support.limitations(policy)).containsExactly(
				"open-files '2048' is left out: the application itself has a hard limit of 1024 and may not raise it.",
				"core-size '1' is left out: the application itself has a hard limit of 0 and may not raise it.",
				"nice '0' is left out: the application may not go below 5.",
				"cpus '2-7' holds processors that the application has not; it has 0-3.",
				"cpu '0.5' is left out: there is no control group (cgroup v2) with the cpu controller that the"
						+ " application may divide; see 'Delegate=' of systemd.");
	}

	@Test
	void nicenessCountsFromThatOfTheApplication() {
		ResourceSupport support = new ResourceSupport(ALL, USER, null);
		assertThat(support.shellText(nice(12))).isEqualTo("exec '/bin/nice' -n 7 \"$@\"");
		assertThat(support.shellText(nice(5))).isEqualTo("exec \"$@\"");
	}

	@Test
	void whatHasNoProgramIsLeftOutAndTold() {
		Programs none = new Programs(Path.of("/bin/sh"), null, null, null, null);
		ResourcePolicy policy = new ResourcePolicy(5, "9", null, null, null, null, null, null, null, null);
		assertThat(new ResourceSupport(none, ROOT, null).limitations(policy)).containsExactly(
				"nice '5' is left out: there is no 'nice' program on the PATH.",
				"cpus '9' is left out: the application has the processors 0-3.");
		Programs noShell = new Programs(null, null, null, null, null);
		assertThat(new ResourceSupport(noShell, ROOT, null).limitations(policy)).singleElement()
			.asString()
			.contains("no POSIX shell");
	}

	@Test
	void userThatCannotBeSwitchedToIsRefused() {
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> new ResourceSupport(ALL, USER, null).require(user("web", null)))
			.withMessage("Property 'user' with value 'web' cannot be switched to: the application runs as 'app', "
					+ "which may not. Leave it out, or run the application as root.");
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> new ResourceSupport(ALL, ROOT, null).require(user("no-such-user", null)))
			.withMessageContaining("'user' with value 'no-such-user' is not known on this machine");
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> new ResourceSupport(ALL, ROOT, null).require(user(null, "no-such-group")))
			.withMessageContaining("'group' with value 'no-such-group' is not known on this machine");
		Programs noSetpriv = new Programs(Path.of("/bin/sh"), null, null, null, null);
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> new ResourceSupport(noSetpriv, ROOT, null).require(user("root2", null)))
			.withMessageContaining("util-linux");
		assertThat(new ResourceSupport(ALL, USER, null).require(user("app", null)).user()).isEqualTo("app");
	}

	@Test
	void launchAsAnotherUserNeverFallsBackToTheOwn() {
		Programs noSetpriv = new Programs(Path.of("/bin/sh"), null, null, null, null);
		assertThatExceptionOfType(InvalidDefinitionException.class)
			.isThrownBy(() -> LaunchLimits.of(user("nobody", null), "any", new ResourceSupport(noSetpriv, ROOT, null)))
			.withMessageContaining("setpriv");
	}

	@Test
	void ownLimitsAreThoseOfProc() throws IOException {
		Files.writeString(this.directory.resolve("status"),
				"Name:\tjava\nCapEff:\t0000000001800000\nCpus_allowed_list:\t0-1,3\n");
		Files.writeString(this.directory.resolve("limits"), """
				Limit                     Soft Limit           Hard Limit           Units
				Max core file size        0                    unlimited            bytes
				Max open files            1024                 524288               files
				Max nice priority         30                   30
				""");
		Files.writeString(this.directory.resolve("stat"),
				"7 (a (b) c) S 1 7 7 0 -1 0 1 2 3 4 5 6 7 8 20 -3 1 0 99 0 0");
		OwnLimits limits = OwnLimits.read(this.directory, "app");
		assertThat(limits).isEqualTo(new OwnLimits("app", 0x1800000, -3, -10, "0-1,3", 524288, Long.MAX_VALUE));
		assertThat(limits.may(23)).isTrue();
		assertThat(limits.may(7)).isFalse();
		assertThat(OwnLimits.read(this.directory.resolve("absent"), "app").may(7)).isFalse();
	}

	private static ResourcePolicy everything() {
		return new ResourcePolicy(-5, "0-1,3", 2L << 30, 1L << 30, null, 4096, 1000L, "web", null, "0027");
	}

	private static ResourcePolicy nice(int nice) {
		return new ResourcePolicy(nice, null, null, null, null, null, null, null, null, null);
	}

	private static ResourcePolicy user(String user, String group) {
		return new ResourcePolicy(null, null, null, null, null, null, null, user, group, null);
	}

}
