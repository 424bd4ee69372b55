package dev.processkit.autoconfigure;

import java.util.Map;

import dev.processkit.task.TaskWorkerFactory;
import dev.processkit.worker.WorkerContext;

/**
 * Makes the worker that runs tasks, and the beans that {@code @Async} methods are called
 * on, when they are first needed. Without such methods no Spring class is loaded.
 *
 * @since 0.1
 */
public final class SpringTaskWorkerFactory extends TaskWorkerFactory {

	@Override
	public Object create(String type, WorkerContext context, Map<String, String> settings) throws Exception {
		TaskBeans.open(context, settings);
		return super.create(type, context, settings);
	}

	@Override
	public void close() {
		TaskBeans.close();
	}

}
