package dev.processkit.sample;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import javax.imageio.ImageIO;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ThumbnailMaker}.
 */
class ThumbnailMakerTests {

	@TempDir
	private Path directory;

	private final ThumbnailMaker maker = new ThumbnailMaker();

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpg", "gif" })
	void handleWhenPictureIsLargeWritesSmallOne(String format) throws Exception {
		Path picture = picture(400, 200, format);
		String reply = send(picture, "128");
		assertThat(JsonPath.<String>read(reply, "$.status")).isEqualTo("ok");
		assertThat(JsonPath.<Integer>read(reply, "$.data.height")).isEqualTo(64);
		BufferedImage thumbnail = ImageIO.read(Path.of(JsonPath.<String>read(reply, "$.data.file")).toFile());
		assertThat(thumbnail.getWidth()).isEqualTo(128);
		assertThat(thumbnail.getHeight()).isEqualTo(64);
		assertThat(new Color(thumbnail.getRGB(32, 32)).getRed()).isGreaterThan(200);
		assertThat(new Color(thumbnail.getRGB(96, 32)).getBlue()).isGreaterThan(200);
		try (var files = Files.list(this.directory)) {
			assertThat(files).as("picture and thumbnail, no half-written file").hasSize(2);
		}
	}

	@Test
	void handleWhenPictureIsNarrowKeepsItsSize() throws Exception {
		assertThat(send(picture(10, 400, "png"), "128")).contains("\"width\":10,\"height\":400");
	}

	@Test
	void handleWhenPictureIsFlatKeepsOnePixelOfHeight() throws Exception {
		assertThat(send(picture(2000, 1, "png"), "10")).contains("\"width\":10,\"height\":1");
	}

	@Test
	void handleWhenPictureHasTooManyPixelsRefusesBeforeDecoding() throws Exception {
		Path bomb = this.directory.resolve("bomb.gif");
		// A GIF header (GIF89a, section 18) that claims 65535 x 65535 pixels, and no
		// pixel.
		Files.write(bomb, new byte[] { 'G', 'I', 'F', '8', '9', 'a', -1, -1, -1, -1, 0, 0, 0, ',', 0, 0, 0, 0, -1, -1,
				-1, -1, 0, 2, 0, ';' });
		assertThat(send(bomb, "10")).contains("\"status\":\"error\"").contains("pixels; 16,000,000 are allowed");
	}

	@Test
	void handleWhenPictureIsBrokenSaysSo() throws Exception {
		Path whole = picture(400, 200, "png");
		Path half = this.directory.resolve("half.png");
		byte[] bytes = Files.readAllBytes(whole);
		Files.write(half, java.util.Arrays.copyOf(bytes, 60));
		assertThat(send(half, "10")).contains("\"status\":\"error\"");
	}

	@Test
	void handleWhenFileIsNoPictureSaysSo() throws Exception {
		Path text = Files.writeString(this.directory.resolve("a.txt"), "hello");
		assertThat(send(text, "10")).contains("is no picture in a known format");
		assertThat(send(this.directory.resolve("nobody"), "10")).contains("There is no file to read");
		assertThat(send(this.directory, "10")).contains("There is no file to read");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "1025", "1.5", "\"128\"", "null" })
	void handleWhenWidthIsWrongSaysWhatIsAllowed(String width) throws Exception {
		assertThat(send(this.directory, width)).contains("'width' must be a whole number from 1 to 1024");
	}

	@Test
	void handleWhenRequestIsWrongSaysWhy() throws Exception {
		assertThat(handle("{")).contains("The message is no JSON");
		assertThat(handle("{\"width\":1}")).contains("'file' is missing");
	}

	@Test
	void handleWhenAnEarlierRequestFailedGoesOn() throws Exception {
		handle("{");
		handle("{\"file\":\"/nobody\",\"width\":1}");
		assertThat(send(picture(20, 20, "png"), "10")).contains("\"status\":\"ok\"");
	}

	private Path picture(int width, int height, String format) throws IOException {
		BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		Graphics2D graphics = image.createGraphics();
		graphics.setColor(Color.RED);
		graphics.fillRect(0, 0, width / 2, height);
		graphics.setColor(Color.BLUE);
		graphics.fillRect(width / 2, 0, width - width / 2, height);
		graphics.dispose();
		Path file = this.directory.resolve("in." + format);
		assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
		return file;
	}

	private String send(Path file, String width) throws InterruptedException {
		return handle("{\"file\":\"" + file + "\",\"width\":" + width + "}");
	}

	private String handle(String message) throws InterruptedException {
		return this.maker.handle(message, new TestContext(Map.of()));
	}

}
