package dev.processkit.autoconfigure;

import java.io.ObjectInputFilter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.processkit.executor.ProcessTaskExecutor;
import dev.processkit.supervisor.Supervisor;
import dev.processkit.task.TaskCodec;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.util.ClassUtils;

/**
 * Makes the task executors of the application, starts them with it, before runners ask
 * for results, and closes them before the supervisor stops their processes: what has
 * begun may end within its grace period.
 */
final class TaskExecutors implements SmartLifecycle {

	static final String BEAN = "processTaskExecutors";

	private static final Log logger = LogFactory.getLog(TaskExecutors.class);

	private final Supervisor supervisor;

	private final TaskExecutorMapper mapper;

	private final ProcessProperties.Skip skip;

	private final ListableBeanFactory beans;

	private final @Nullable ObjectInputFilter filter;

	private final AtomicBoolean running = new AtomicBoolean();

	TaskExecutors(Supervisor supervisor, TaskExecutorMapper mapper, ProcessProperties.Skip skip,
			ListableBeanFactory beans, @Nullable ObjectInputFilter filter) {
		this.supervisor = supervisor;
		this.mapper = mapper;
		this.skip = skip;
		this.beans = beans;
		this.filter = filter;
	}

	ProcessTaskExecutor create(String name) {
		TaskExecutorMapper.Entry entry = this.mapper.find(name);
		if (entry == null) {
			throw new NoSuchBeanDefinitionException(ProcessTaskExecutor.class,
					"there is no '" + TaskExecutorMapper.ROOT + "." + name + "'");
		}
		ClassLoader loader = ClassUtils.getDefaultClassLoader();
		TaskCodec codec = new TaskCodec(this.mapper.token(),
				(loader != null) ? loader : ClassLoader.getSystemClassLoader(), this.filter);
		return new ProcessTaskExecutor(this.supervisor, entry.definition(), codec, entry.properties().taskTimeout(),
				this::obstacle);
	}

	private @Nullable String obstacle() {
		return ProcessSkipCheck.shouldSkip(getClass().getClassLoader(), this.skip) ? ProcessSkipCheck.REASON : null;
	}

	private Collection<ProcessTaskExecutor> executors() {
		return this.beans.getBeansOfType(ProcessTaskExecutor.class).values();
	}

	@Override
	public void start() {
		this.running.set(true);
		for (ProcessTaskExecutor executor : executors()) {
			try {
				executor.start();
			}
			catch (TaskRejectedException ex) {
				logger.info(ex.getMessage());
			}
		}
	}

	@Override
	public void stop() {
		if (this.running.getAndSet(false)) {
			executors().forEach(ProcessTaskExecutor::shutdownWaiting);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running.get();
	}

	/** What is shut down does not come back. */
	@Override
	public boolean isPauseable() {
		return false;
	}

	/** Tasks come from web requests too: stop after these, and before the supervisor. */
	@Override
	public int getPhase() {
		return ProcessLifecycle.PHASE + 1;
	}

}
