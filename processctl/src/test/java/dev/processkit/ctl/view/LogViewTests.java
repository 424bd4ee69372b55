package dev.processkit.ctl.view;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class LogViewTests {

	private static final Screen TERMINAL = new Screen(true, 10, true);

	private static final Screen FILE = new Screen(false, 0, false);

	@Test
	void namesTheInstanceUnlessItWasAskedFor() {
		assertThat(new LogView(FILE, "ticker").follow(news("tick"))).containsExactly("ticker-0 | tick");
		assertThat(new LogView(FILE, "ticker-0").follow(news("tick"))).containsExactly("tick");
		assertThat(new LogView(TERMINAL, "ticker").follow(news("a line that is long")))
			.containsExactly("\u001b[36mticker-0\u001b[0m | a line that is long");
	}

	@Test
	void lettersAndColoursReachATerminalButNothingThatSteersIt() {
		String line = "\tred \u001b[31mé\u001b[2J\u001b]0;title\u0007\r\u009b";
		assertThat(new LogView(TERMINAL, "ticker-0").follow(news(line)))
			.containsExactly("\tred \u001b[31mé\ufffd[2J\ufffd]0;title\ufffd\ufffd\ufffd\u001b[0m");
		assertThat(new LogView(FILE, "ticker-0").follow(news(line))).containsExactly(line);
	}

	private static JsonNode news(String line) {
		return JsonMapper.shared().createObjectNode().put("instance", "ticker-0").put("line", line);
	}

}
