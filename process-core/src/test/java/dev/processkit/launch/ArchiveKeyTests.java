package dev.processkit.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ArchiveKeyTests {

	private static final ArchiveOptions OPTIONS = ArchiveOptions.of(List.of());

	@TempDir
	private Path directory;

	private Path jdk;

	@BeforeEach
	void installJdk() throws IOException {
		this.jdk = Files.createDirectory(this.directory.resolve("jdk"));
		Files.createDirectories(this.jdk.resolve("lib/server"));
		for (String part : List.of("release", "lib/modules", "lib/server/libjvm.so")) {
			Files.writeString(this.jdk.resolve(part), "17.0.1");
			Files.setLastModifiedTime(this.jdk.resolve(part), FileTime.fromMillis(1_700_000_000_000L));
		}
	}

	@Test
	void sameJdkHasTheSameKey() throws IOException {
		ArchiveKey key = key();
		assertThat(key().name()).isEqualTo(key.name());
		assertThat(key.isCurrent()).isTrue();
	}

	@Test
	void eachPartOfTheJdkMatters() throws IOException {
		for (String part : List.of("release", "lib/modules", "lib/server/libjvm.so")) {
			ArchiveKey before = key();
			Files.writeString(this.jdk.resolve(part), "17.0.12");
			assertThat(before.isCurrent()).as(part).isFalse();
			assertThat(key().name()).as(part).isNotEqualTo(before.name());
		}
	}

	@Test
	void partWithAnotherTimeAloneMatters() throws IOException {
		ArchiveKey before = key();
		Files.setLastModifiedTime(this.jdk.resolve("lib/modules"), FileTime.fromMillis(1_700_000_001_000L));
		assertThat(before.isCurrent()).isFalse();
		assertThat(key().name()).isNotEqualTo(before.name());
	}

	@Test
	void partReplacedByOneOfSameSizeAndTimeIsNotCurrent() throws IOException {
		ArchiveKey before = key();
		Path other = this.directory.resolve("other");
		Files.writeString(other, "17.0.9");
		Path release = this.jdk.resolve("release");
		FileTime time = Files.getLastModifiedTime(release);
		Files.setLastModifiedTime(other, time);
		Files.move(other, release, StandardCopyOption.REPLACE_EXISTING);
		assertThat(before.isCurrent()).isFalse();
		// Who looks too late sees it settled.
		await().until(() -> {
			Files.setLastModifiedTime(release, time);
			return !key().settled();
		});
	}

	@Test
	void partThatIsRemovedMatters() throws IOException {
		ArchiveKey before = key();
		Files.delete(this.jdk.resolve("release"));
		assertThat(before.isCurrent()).isFalse();
		assertThat(key().name()).isNotEqualTo(before.name());
	}

	@Test
	void otherJdkHasAnotherKey() throws IOException {
		ArchiveKey before = key();
		Files.move(this.jdk, this.directory.resolve("other"));
		this.jdk = this.directory.resolve("other");
		assertThat(before.isCurrent()).isFalse();
		assertThat(key().name()).isNotEqualTo(before.name());
	}

	private ArchiveKey key() throws IOException {
		return ArchiveKey.of(OPTIONS, List.of(), this.jdk);
	}

}
