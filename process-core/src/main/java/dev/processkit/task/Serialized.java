package dev.processkit.task;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;

import org.jspecify.annotations.Nullable;

/**
 * Java serialisation behind a prefix of plain bytes.
 */
final class Serialized {

	private Serialized() {
	}

	static byte[] write(byte[] prefix, @Nullable Object object) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(prefix.length + 512);
		bytes.write(prefix);
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(object);
		}
		return bytes.toByteArray();
	}

	/**
	 * Read an object.
	 * @param bytes holds it
	 * @param offset where it begins
	 * @param loader finds its classes
	 * @param filter asked before each class; the filter of the JVM is asked as well
	 * @return the object
	 */
	static @Nullable Object read(byte[] bytes, int offset, ClassLoader loader, @Nullable ObjectInputFilter filter)
			throws IOException, ClassNotFoundException {
		InputStream from = new ByteArrayInputStream(bytes, offset, bytes.length - offset);
		try (LoadingStream in = new LoadingStream(from, loader)) {
			if (filter != null) {
				ObjectInputFilter jvm = ObjectInputFilter.Config.getSerialFilter();
				in.setObjectInputFilter(ObjectInputFilter.merge(filter, jvm));
			}
			return in.readObject();
		}
	}

	/** Finds classes where the application does, not where this class comes from. */
	private static final class LoadingStream extends ObjectInputStream {

		private final ClassLoader loader;

		LoadingStream(InputStream in, ClassLoader loader) throws IOException {
			super(in);
			this.loader = loader;
		}

		@Override
		protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
			try {
				return Class.forName(description.getName(), false, this.loader);
			}
			catch (ClassNotFoundException ex) {
				// Primitive types, whose names no loader knows.
				return super.resolveClass(description);
			}
		}

		@Override
		protected Class<?> resolveProxyClass(String[] interfaces) throws IOException, ClassNotFoundException {
			Class<?>[] types = new Class<?>[interfaces.length];
			for (int i = 0; i < types.length; i++) {
				types[i] = Class.forName(interfaces[i], false, this.loader);
			}
			return Proxy.newProxyInstance(this.loader, types, (proxy, method, args) -> null).getClass();
		}

	}

}
