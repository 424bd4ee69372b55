package dev.processkit.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link InboxIndexer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class InboxIndexerTests {

	@TempDir
	private Path directory;

	private Path inbox;

	private Path file;

	private final InboxIndexer indexer = new InboxIndexer();

	@BeforeEach
	void setUp() throws IOException {
		this.inbox = Files.createDirectory(this.directory.resolve("inbox"));
		this.file = this.directory.resolve("out/index.json");
	}

	@Test
	void scanWhenFilesAreNewIndexesTheirWords() throws IOException {
		InvertedIndex index = new InvertedIndex();
		Files.writeString(this.inbox.resolve("a.txt"), "Hello, World! hello");
		Files.writeString(this.inbox.resolve("b.txt"), "Grüße an die world.");
		assertThat(this.indexer.scan(this.inbox, index)).isTrue();
		assertThat(index.find("hello")).containsExactly("a.txt");
		assertThat(index.find("WORLD")).containsExactlyInAnyOrder("a.txt", "b.txt");
		assertThat(index.find("grüße")).containsExactly("b.txt");
		assertThat(index.find("nobody")).isEmpty();
		assertThat(this.indexer.scan(this.inbox, index)).as("nothing new").isFalse();
	}

	@Test
	void filesWithAnswersFromTheIndex() throws IOException {
		InvertedIndex index = new InvertedIndex();
		this.indexer.open(index);
		Files.writeString(this.inbox.resolve("a.txt"), "to be");
		this.indexer.scan(this.inbox, index);
		assertThat(this.indexer.filesWith("BE")).containsExactly("a.txt");
		assertThat(this.indexer.filesWith("nobody")).isEmpty();
	}

	@Test
	void scanWhenFileHasChangedOrIsGoneFollows() throws IOException {
		InvertedIndex index = new InvertedIndex();
		Path text = Files.writeString(this.inbox.resolve("a.txt"), "old");
		this.indexer.scan(this.inbox, index);
		Files.writeString(text, "new");
		Files.setLastModifiedTime(text, FileTime.fromMillis(1));
		assertThat(this.indexer.scan(this.inbox, index)).isTrue();
		assertThat(index.find("old")).isEmpty();
		assertThat(index.find("new")).containsExactly("a.txt");
		Files.delete(text);
		assertThat(this.indexer.scan(this.inbox, index)).isTrue();
		assertThat(index.find("new")).isEmpty();
		assertThat(index.size()).isZero();
	}

	@Test
	void scanWhenFileIsBadSkipsItAndSaysSoOnce(CapturedOutput output) throws IOException {
		InvertedIndex index = new InvertedIndex();
		Files.write(this.inbox.resolve("binary"), new byte[] { (byte) 0xff, (byte) 0xfe, 0 });
		Files.write(this.inbox.resolve("large"), new byte[(int) InboxIndexer.LARGEST_FILE + 1]);
		Files.writeString(this.inbox.resolve("good"), "word");
		Files.createDirectory(this.inbox.resolve("folder"));
		this.indexer.scan(this.inbox, index);
		this.indexer.scan(this.inbox, index);
		assertThat(index.size()).isEqualTo(1);
		assertThat(output).containsOnlyOnce("Skipped binary: no UTF-8 text")
			.containsOnlyOnce("Skipped large: larger than 1048576 bytes");
	}

	@Test
	void runWhenFilesAreDroppedIndexesThemUntilStopped() throws Exception {
		TestContext context = context();
		CompletableFuture<Void> run = run(this.indexer, context);
		Files.writeString(this.inbox.resolve("a.txt"), "first");
		await().atMost(Duration.ofSeconds(60))
			.until(() -> InvertedIndex.load(this.file).find("first").contains("a.txt"));
		context.stop();
		run.get(30, TimeUnit.SECONDS);
		try (var files = Files.list(this.file.getParent())) {
			assertThat(files).as("no half-written file is left").containsExactly(this.file);
		}
	}

	@Test
	void runWhenRestartedDoesNotReadAgainWhatIsIndexed(CapturedOutput output) throws Exception {
		Files.writeString(this.inbox.resolve("a.txt"), "first");
		for (int start = 0; start < 2; start++) {
			TestContext context = context();
			context.stop();
			run(new InboxIndexer(), context).get(30, TimeUnit.SECONDS);
		}
		assertThat(output).containsOnlyOnce("Indexed a.txt");
		assertThat(InvertedIndex.load(this.file).find("first")).containsExactly("a.txt");
	}

	@Test
	void runWhenIndexIsBrokenBuildsItAnew() throws Exception {
		Files.createDirectories(this.file.getParent());
		Files.writeString(this.file, "{\"files\":");
		Files.writeString(this.inbox.resolve("a.txt"), "first");
		TestContext context = context();
		context.stop();
		run(this.indexer, context).get(30, TimeUnit.SECONDS);
		assertThat(InvertedIndex.load(this.file).find("first")).containsExactly("a.txt");
	}

	@Test
	void runWhenArgumentIsMissingSaysWhich() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.indexer.run(new TestContext(Map.of())))
			.withMessageContaining("'inbox'");
	}

	private TestContext context() {
		return new TestContext(Map.of("inbox", this.inbox.toString(), "index", this.file.toString()));
	}

	private static CompletableFuture<Void> run(InboxIndexer indexer, TestContext context) {
		return CompletableFuture.runAsync(() -> {
			try {
				indexer.run(context);
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

}
