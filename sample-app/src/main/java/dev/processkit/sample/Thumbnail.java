package dev.processkit.sample;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A small copy of a picture, always a PNG file beside the picture.
 *
 * @param file where it is
 * @param width its width in pixels
 * @param height its height in pixels
 */
record Thumbnail(String file, int width, int height) {

	/** At 8 bytes a pixel, the most that a PNG has, 128 MB. */
	static final long MOST_PIXELS = 16_000_000;

	/**
	 * Make a thumbnail.
	 * @param picture the picture, in any format that the JDK reads
	 * @param width the width of the thumbnail; a narrower picture keeps its own
	 * @return the thumbnail
	 * @throws IOException if the picture cannot be read, is too large, or the thumbnail
	 * cannot be written; the message is fit for clients
	 */
	static Thumbnail make(Path picture, int width) throws IOException {
		BufferedImage original = read(picture);
		int actual = Math.min(width, original.getWidth());
		int height = (int) Math.max(1, Math.round((double) original.getHeight() * actual / original.getWidth()));
		BufferedImage small = new BufferedImage(actual, height, BufferedImage.TYPE_INT_ARGB);
		Graphics2D graphics = small.createGraphics();
		graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
		graphics.drawImage(original, 0, 0, actual, height, null);
		graphics.dispose();
		Path target = picture.resolveSibling(picture.getFileName() + "." + actual + ".png");
		write(small, target);
		return new Thumbnail(target.toString(), actual, height);
	}

	private static BufferedImage read(Path picture) throws IOException {
		if (!Files.isRegularFile(picture) || !Files.isReadable(picture)) {
			throw new IOException("There is no file to read at " + picture);
		}
		try (ImageInputStream input = ImageIO.createImageInputStream(picture.toFile())) {
			Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
			if (!readers.hasNext()) {
				throw new IOException(picture + " is no picture in a known format");
			}
			ImageReader reader = readers.next();
			try {
				reader.setInput(input, true, true);
				// The header tells the size, before any pixel takes memory.
				long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
				if (pixels > MOST_PIXELS) {
					throw new IOException("%s has %,d pixels; %,d are allowed".formatted(picture, pixels, MOST_PIXELS));
				}
				return reader.read(0);
			}
			catch (RuntimeException ex) {
				throw new IOException(picture + " is a broken picture", ex);
			}
			finally {
				reader.dispose();
			}
		}
	}

	private static void write(BufferedImage image, Path target) throws IOException {
		Path complete = Files.createTempFile(target.getParent(), "thumbnail", ".tmp");
		try {
			ImageIO.write(image, "png", complete.toFile());
			Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(complete);
		}
	}

}
