package dev.processkit.task;

import java.util.HashMap;
import java.util.Map;

import dev.processkit.JvmSettings;
import dev.processkit.Program;
import dev.processkit.worker.WorkerContext;
import dev.processkit.worker.WorkerFactory;

/**
 * Makes the worker that runs tasks, in the child JVM.
 *
 * @since 0.1
 */
public class TaskWorkerFactory implements WorkerFactory {

	private static final String TOKEN = "task.token";

	private static final String MAX_TASKS = "task.max";

	/**
	 * The program of a process that runs tasks.
	 * @param jvm how its JVM is sized
	 * @param token the secret that its tasks carry
	 * @param maxTasks how many tasks one JVM runs; 0 for no limit
	 * @param factory makes the worker
	 * @param settings what the factory needs besides
	 * @return the program
	 */
	public static Program.Worker program(JvmSettings jvm, String token, int maxTasks,
			Class<? extends TaskWorkerFactory> factory, Map<String, String> settings) {
		Map<String, String> all = new HashMap<>(settings);
		all.put(TOKEN, token);
		all.put(MAX_TASKS, Integer.toString(maxTasks));
		return new Program.Worker(TaskWorker.class.getName(), Map.of(), jvm, false, factory.getName(), "", all);
	}

	@Override
	public Object create(String type, WorkerContext context, Map<String, String> settings) throws Exception {
		String token = settings.get(TOKEN);
		if (token == null || token.isEmpty()) {
			throw new IllegalArgumentException("A worker for tasks needs a token from its application");
		}
		TaskCodec codec = new TaskCodec(token, Thread.currentThread().getContextClassLoader(), null);
		return new TaskWorker(codec, Integer.parseInt(settings.getOrDefault(MAX_TASKS, "0")));
	}

	@Override
	public void close() {
		// What a task has left behind ends with the JVM.
	}

}
