package dev.processkit.autoconfigure;

import java.util.List;
import java.util.Objects;

import dev.processkit.JvmSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

import static dev.processkit.autoconfigure.PropertyPath.either;

/**
 * How the JVM of a worker is sized. Without effect on commands.
 *
 * @param heap Largest heap.
 * @param options Further options of the JVM. They come last and win.
 * @param spare Kind of spare that may take the place of such a worker. A prepared one has
 * made the worker once before, with all side effects of that.
 */
record JvmProperties(@Nullable DataSize heap, @Nullable List<String> options, JvmSettings.@Nullable Spare spare) {

	JvmProperties over(JvmProperties defaults) {
		return new JvmProperties(either(this.heap, defaults.heap), either(this.options, defaults.options),
				either(this.spare, defaults.spare));
	}

	JvmSettings toSettings() {
		JvmSettings base = JvmSettings.DEFAULT;
		return new JvmSettings((this.heap != null) ? this.heap.toBytes() : base.heapBytes(),
				Objects.requireNonNullElse(this.options, base.options()),
				Objects.requireNonNullElse(this.spare, base.spare()));
	}

}
