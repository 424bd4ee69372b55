package dev.processkit.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.PatternSyntaxException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LineSearchTests {

	@TempDir
	private Path inbox;

	@Test
	void linesComeInTheOrderOfTheirFilesAndAreLimited() throws IOException {
		Files.writeString(this.inbox.resolve("b.txt"), "to be\nor not\n");
		Files.writeString(this.inbox.resolve("a.txt"), "nothing\nto do\n");
		assertThat(LineSearch.find(this.inbox, "^to\\b")).containsExactly("a.txt: to do", "b.txt: to be");
		Files.writeString(this.inbox.resolve("c.txt"), "line\n".repeat(1000));
		assertThat(LineSearch.find(this.inbox, "line")).hasSize(LineSearch.MOST_LINES);
	}

	@Test
	void whatIsNoExpressionIsRefused() {
		assertThatExceptionOfType(PatternSyntaxException.class).isThrownBy(() -> LineSearch.find(this.inbox, "("));
	}

}
