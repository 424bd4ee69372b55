package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

import dev.processkit.InvalidDefinitionException;
import dev.processkit.ResourcePolicy;
import org.jspecify.annotations.Nullable;

/**
 * What this platform, and the rights of the application, let it say about the resources
 * of its processes. What is asked for and cannot be had is left out and told of, but for
 * user and group: who asks for them means them. Immutable.
 *
 * @since 0.1
 */
public final class ResourceSupport {

	/** From capability.h. */
	private static final int CAP_SETGID = 6;

	private static final int CAP_SETUID = 7;

	private static final int CAP_SYS_NICE = 23;

	private static final int CAP_SYS_RESOURCE = 24;

	/** What a POSIX shell counts core dumps in. */
	private static final long BLOCK = 512;

	private final Programs programs;

	private final OwnLimits own;

	private final @Nullable ControlGroups groups;

	ResourceSupport(Programs programs, OwnLimits own, @Nullable ControlGroups groups) {
		this.programs = programs;
		this.own = own;
		this.groups = (programs.shell != null) ? groups : null;
	}

	/**
	 * What there is here. Looked for once, when the first process asks for resources.
	 * @return the support
	 */
	public static ResourceSupport current() {
		return Current.SUPPORT;
	}

	/**
	 * Refuse what must not be left out.
	 * @param policy the resources
	 * @return the same
	 * @throws InvalidDefinitionException if there is no such user or group, or the
	 * application may not switch to it
	 */
	public ResourcePolicy require(ResourcePolicy policy) {
		String user = policy.user();
		if (user != null && isOther(policy)) {
			requireSwitch("user", user, CAP_SETUID);
			requireKnown("user", user, false);
		}
		String group = policy.group();
		if (group != null) {
			requireSwitch("group", group, CAP_SETGID);
			requireKnown("group", group, true);
		}
		return policy;
	}

	/**
	 * What of a policy is left out here.
	 * @param policy the resources
	 * @return one sentence each, which begins with the property; empty as a rule
	 */
	public List<String> limitations(ResourcePolicy policy) {
		return chain(policy).limitations;
	}

	/**
	 * The shell text that gives a process its resources.
	 * @param policy the resources
	 * @return the text, which ends by executing its arguments
	 */
	String shellText(ResourcePolicy policy) {
		Chain chain = chain(policy);
		return chain.before + "exec " + chain.programs + "\"$@\"";
	}

	/** Where processes get a control group of their own; {@code null} if nowhere. */
	@Nullable ControlGroups groups() {
		return this.groups;
	}

	private Chain chain(ResourcePolicy policy) {
		Chain chain = new Chain();
		if (this.programs.shell == null) {
			if (!policy.withMemory(null, null).equals(ResourcePolicy.INHERITED)) {
				chain.leaveOut("resources", policy, "there is no POSIX shell on the PATH");
			}
		}
		else {
			setLimits(policy, chain);
			setNiceness(policy, chain);
			setProcessors(policy, chain);
			setUser(policy, chain);
		}
		if (policy.cpu() != null && (this.groups == null || !this.groups.limitsCpu())) {
			chain.leaveOut("cpu", policy.cpu(), "there is no control group (cgroup v2) with the cpu controller that the"
					+ " application may divide; see 'Delegate=' of systemd");
		}
		if (policy.limitsMemory() && !ProcessTable.PROC) {
			chain.leaveOut("memory", String.valueOf(policy.memory()), "there is no /proc to read its use from");
		}
		return chain;
	}

	private void setLimits(ResourcePolicy policy, Chain chain) {
		if (policy.umask() != null) {
			chain.before.append("umask ").append(policy.umask()).append("; ");
		}
		Integer files = policy.openFiles();
		if (files != null && mayLimit("open-files", files, this.own.openFiles(), chain)) {
			chain.before.append("ulimit -n ").append(files).append("; ");
		}
		Long core = policy.coreSize();
		if (core != null && mayLimit("core-size", core, this.own.coreSize(), chain)) {
			chain.before.append("ulimit -c ").append((core + BLOCK - 1) / BLOCK).append("; ");
		}
	}

	private boolean mayLimit(String property, long wanted, long hardLimit, Chain chain) {
		if (wanted <= hardLimit || this.own.may(CAP_SYS_RESOURCE)) {
			return true;
		}
		chain.leaveOut(property, wanted,
				"the application itself has a hard limit of %d and may not raise it".formatted(hardLimit));
		return false;
	}

	/** The program counts from where we are. */
	private void setNiceness(ResourcePolicy policy, Chain chain) {
		Integer nice = policy.nice();
		if (nice == null || nice == this.own.niceness()) {
			return;
		}
		int lowest = this.own.may(CAP_SYS_NICE) ? -20 : Math.min(this.own.niceness(), this.own.lowestNiceness());
		if (nice < lowest) {
			chain.leaveOut("nice", nice, "the application may not go below " + lowest);
		}
		else {
			chain.run("nice", nice, "nice", this.programs.nice, "-n " + (nice - this.own.niceness()));
		}
	}

	private void setProcessors(ResourcePolicy policy, Chain chain) {
		String cpus = policy.cpus();
		if (cpus == null) {
			return;
		}
		BitSet allowed = cpuSet(this.own.cpus());
		BitSet wanted = cpuSet(cpus);
		BitSet missing = (BitSet) wanted.clone();
		missing.andNot(allowed);
		if (!wanted.intersects(allowed)) {
			chain.leaveOut("cpus", cpus, "the application has the processors " + this.own.cpus());
			return;
		}
		if (!missing.isEmpty()) {
			chain.limitations.add("cpus '%s' holds processors that the application has not; it has %s.".formatted(cpus,
					this.own.cpus()));
		}
		chain.run("cpus", cpus, "taskset", this.programs.taskset, "-c " + cpus);
	}

	private void setUser(ResourcePolicy policy, Chain chain) {
		String user = isOther(policy) ? policy.user() : null;
		String group = policy.group();
		if (user != null) {
			String own = "$(" + quoted(this.programs.id) + " -g " + user + ")";
			chain.run("user", user, "setpriv", this.programs.setpriv,
					"--reuid=" + user + " --regid=" + ((group != null) ? group : own) + " --init-groups");
		}
		else if (group != null) {
			chain.run("group", group, "setpriv", this.programs.setpriv, "--regid=" + group + " --keep-groups");
		}
	}

	private boolean isOther(ResourcePolicy policy) {
		return policy.user() != null && !policy.user().equals(this.own.user());
	}

	private void requireSwitch(String property, String value, int capability) {
		if (!this.own.may(capability)) {
			throw new InvalidDefinitionException(property, value,
					"cannot be switched to: the application runs as '%s', which may not".formatted(this.own.user()),
					"Leave it out, or run the application as root.");
		}
		if (this.programs.shell == null || this.programs.setpriv == null) {
			throw new InvalidDefinitionException(property, value,
					"cannot be switched to: there is no 'setpriv' program on the PATH",
					"Leave it out, or install util-linux.");
		}
	}

	private static void requireKnown(String property, String value, boolean group) {
		try {
			var lookup = FileSystems.getDefault().getUserPrincipalLookupService();
			if (group) {
				lookup.lookupPrincipalByGroupName(value);
			}
			else {
				lookup.lookupPrincipalByName(value);
			}
		}
		catch (IOException | UnsupportedOperationException ex) {
			InvalidDefinitionException refusal = new InvalidDefinitionException(property, value,
					"is not known on this machine", "Create it, or correct the name.");
			refusal.initCause(ex);
			throw refusal;
		}
	}

	static BitSet cpuSet(String cpus) {
		BitSet set = new BitSet();
		for (String range : cpus.split(",")) {
			String[] ends = range.split("-");
			set.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
		}
		return set;
	}

	static String quoted(@Nullable Path path) {
		return "'" + String.valueOf(path).replace("'", "'\\''") + "'";
	}

	/**
	 * The programs that set what the shell cannot.
	 */
	record Programs(@Nullable Path shell, @Nullable Path nice, @Nullable Path taskset, @Nullable Path setpriv,
			@Nullable Path id) {

		static Programs find() {
			return new Programs(find("sh"), find("nice"), find("taskset"), find("setpriv"), find("id"));
		}

		private static @Nullable Path find(String name) {
			return Executables.search(name, System.getenv("PATH"));
		}

	}

	/**
	 * What the shell has to do, in order: what it sets itself, then the programs of which
	 * each becomes the next.
	 */
	private static final class Chain {

		private final StringBuilder before = new StringBuilder();

		private final StringBuilder programs = new StringBuilder();

		private final List<String> limitations = new ArrayList<>();

		void run(String property, Object value, String name, @Nullable Path program, String arguments) {
			if (program == null) {
				leaveOut(property, value, "there is no '%s' program on the PATH".formatted(name));
				return;
			}
			this.programs.append(quoted(program)).append(' ').append(arguments).append(' ');
		}

		void leaveOut(String property, Object value, String why) {
			this.limitations.add("%s '%s' is left out: %s.".formatted(property, value, why));
		}

	}

	private static final class Current {

		private static final ResourceSupport SUPPORT = new ResourceSupport(Programs.find(), OwnLimits.read(),
				ControlGroups.find());

	}

}
