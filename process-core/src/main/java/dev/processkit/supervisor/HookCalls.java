package dev.processkit.supervisor;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import dev.processkit.HookContext;
import dev.processkit.HookPolicy;
import dev.processkit.InstanceId;
import dev.processkit.ProcessHook;

/**
 * The calls of code of the application that have begun and not returned. Thread-safe.
 */
final class HookCalls {

	private final HookSource source;

	private final Set<HookCall> begun = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	HookCalls(HookSource source) {
		this.source = source;
	}

	ProcessHook find(String bean) {
		return this.source.find(bean);
	}

	/** Whether there is one that was given up and does not notice. */
	boolean isStuck(InstanceId instance, HookPolicy.Moment moment) {
		return this.begun.stream().filter(HookCall::isOver).map(HookCall::context).anyMatch(of(instance, moment));
	}

	private static Predicate<HookContext> of(InstanceId instance, HookPolicy.Moment moment) {
		return (context) -> context.instance().equals(instance) && context.moment() == moment;
	}

	void begin(HookCall call) {
		this.begun.add(call);
		if (this.closed) {
			call.cancel();
		}
	}

	void returned(HookCall call) {
		this.begun.remove(call);
	}

	/** Interrupt them, and those that begin from now on. */
	void close() {
		this.closed = true;
		this.begun.forEach(HookCall::cancel);
	}

}
