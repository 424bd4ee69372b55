package dev.processkit.launch;

import java.util.Map;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * What every launch of one launcher makes use of.
 *
 * @param directory the directory of this run
 * @param platform what the platform offers
 * @param jvm makes the commands of worker JVMs
 * @param modules what commands in other languages may import
 * @param guardian sends signals; {@code null} where there is no shell
 * @param pipes makes pipes that outlive a leader; {@code null} where there are none
 * @param logs the log files
 * @param reaper sees processes through to their end
 * @param environment variables that every process gets
 * @param closed whether nothing may be launched any more
 */
record LaunchTools(RuntimeDirectory directory, PlatformSupport platform, JvmCommand jvm, LanguageModules modules,
		@Nullable Guardian guardian, @Nullable OutputPipes pipes, LogFiles logs, Reaper reaper,
		Map<String, String> environment, BooleanSupplier closed) {

}
