package dev.processkit.ctl;

/**
 * Descriptors as the application sends them, what is unknown left out.
 */
final class Descriptors {

	static final String PRICING = """
			{"name": "pricing", "kind": "tcp", "what": "com.acme.Pricing", "state": "READY",
			 "reason": "the worker says so", "endpoint": "tcp://127.0.0.1:9501", "waiting": 3,
			 "scaling": {"min": 1, "max": 4, "strategy": "mixed", "idleTimeout": "PT1M"},
			 "instances": [
			  {"id": "pricing-0", "state": "READY", "pid": 4711, "startedAt": "2026-01-02T03:04:05Z",
			   "uptime": "PT1H2M3.5S", "restarts": 1, "cpu": "PT0.42S", "memory": 58720256,
			   "lastExit": {"code": 137, "signal": "KILL", "at": "2026-01-02T03:04:04Z", "reason": "out of memory?"}},
			  {"id": "pricing-1", "state": "READY", "pid": 4712, "startedAt": "2026-01-02T03:04:05Z",
			   "uptime": "PT4.26S", "restarts": 0, "cpu": "PT1.5S", "memory": 58720256}]}""";

	static final String MAILER = """
			{"name": "mailer", "kind": "standard", "what": "python3 mailer.py", "state": "FAILED",
			 "reason": "exited with code 1 more than 10 times within 60s", "waiting": 0, "instances": [
			  {"id": "mailer-0", "state": "FAILED", "restarts": 10,
			   "lastExit": {"code": 1, "at": "2026-01-02T03:04:04Z", "reason": "exited with code 1"}}]}""";

	/** A looping worker, of which one instance is on its last loop. */
	static final String PULSE = """
			{"name": "pulse", "kind": "standard", "what": "com.acme.Pulse", "state": "READY",
			 "reason": "the worker says so", "waiting": 0, "instances": [
			  {"id": "pulse-0", "state": "READY", "pid": 4713, "startedAt": "2026-01-02T03:04:05Z", "uptime": "PT42S",
			   "restarts": 0, "cpu": "PT1S", "memory": 58720256,
			   "activity": {"state": "looping", "loops": 4711, "overruns": 2, "lastLoop": "PT0.003S"}},
			  {"id": "pulse-1", "state": "READY", "pid": 4714, "startedAt": "2026-01-02T03:04:05Z", "uptime": "PT42S",
			   "restarts": 0, "cpu": "PT1S", "memory": 58720256,
			   "activity": {"state": "spin-up", "loops": 0, "overruns": 0}}]}""";

	private Descriptors() {
	}

	static String all() {
		return "[" + PRICING + "," + MAILER + "]";
	}

}
