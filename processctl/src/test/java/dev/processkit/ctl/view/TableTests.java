package dev.processkit.ctl.view;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TableTests {

	private static final Screen PLAIN = new Screen(false, 0, false);

	@Test
	void alignsColumns() {
		Table table = new Table("NAME", ">N", "WHY");
		table.add(Cell.of("long name"), Cell.of(7), Cell.of("because"));
		table.add(Cell.of("ü"), Cell.of(1234), Cell.of(""));
		assertThat(table.render(PLAIN)).containsExactly("NAME          N  WHY", "long name     7  because",
				"ü          1234");
	}

	@Test
	void leavesOutWhatNobodyHas() {
		Table table = new Table("NAME", "ENDPOINT", "WHY");
		table.add(Cell.of("a"), Cell.of("-"), Cell.of("b"));
		assertThat(table.render(PLAIN)).containsExactly("NAME  WHY", "a     b");
	}

	@Test
	void keepsTheHeadingsOfAnEmptyTable() {
		assertThat(new Table("NAME", ">N").render(PLAIN)).containsExactly("NAME  N");
	}

	@Test
	void cutsTheLastColumnWhereTheLineEnds() {
		Table table = new Table("NAME", "WHY");
		table.add(Cell.of("a"), Cell.of("0123456789abcdef😀😀"));
		assertThat(table.render(new Screen(true, 24, false)).get(1)).isEqualTo("a     0123456789abcdef😀😀");
		assertThat(table.render(new Screen(true, 23, false)).get(1)).isEqualTo("a     0123456789abcdef…");
		assertThat(table.render(new Screen(true, 3, false)).get(1)).isEqualTo("a     0123456789a…");
	}

	@Test
	void coloursTakeNoRoom() {
		Table table = new Table("A", "B");
		table.add(new Cell("x", Style.GOOD), Cell.of("y"));
		table.add(Cell.of("long"), Cell.of("z"));
		assertThat(table.render(new Screen(true, 0, true)).get(1)).isEqualTo("\u001b[32mx\u001b[0m     y");
	}

	@Test
	void staysInOneLine() {
		Table table = new Table("A");
		table.add(Cell.of("one\ntwo\u001b[31m\u001b]0;x\u0007\u009b"));
		assertThat(table.render(PLAIN).get(1)).isEqualTo("one two ]0;x");
	}

	@Test
	void refusesARowOfAnotherLength() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Table("A").add());
	}

}
