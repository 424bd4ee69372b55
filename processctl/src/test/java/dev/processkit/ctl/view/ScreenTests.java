package dev.processkit.ctl.view;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScreenTests {

	@Test
	void wrapsSentencesAtBlanksAndLongWordsAnywhere() {
		assertThat(screen(14).wrap("there is no console /run/acme/admin.sock: is it up?"))
			.containsExactly("there is no", "console", "/run/acme/admi", "n.sock: is it", "up?");
		assertThat(screen(0).wrap("there is no console")).containsExactly("there is no console");
		assertThat(screen(12).wrap("")).isEmpty();
	}

	@Test
	void wrapsNothingThatSteersTheTerminal() {
		assertThat(screen(80).wrap("\u001b[2Jgone\u0007\nnow")).containsExactly("[2Jgone  now");
	}

	private static Screen screen(int width) {
		return new Screen(true, width, true);
	}

}
