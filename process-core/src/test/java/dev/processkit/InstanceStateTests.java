package dev.processkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InstanceStateTests {

	private static final Pattern ROW = Pattern.compile("^\\| `([A-Z_]+)` \\| .* \\| ([A-Z_` ]+) \\|$",
			Pattern.MULTILINE);

	@Test
	void graphInDocumentationIsTheOneInTheCode() throws IOException {
		String page = Files.readString(Path.of("../docs/states.md"));
		Map<InstanceState, Set<InstanceState>> documented = new EnumMap<>(InstanceState.class);
		Matcher row = ROW.matcher(page);
		while (row.find()) {
			Set<InstanceState> successors = EnumSet.noneOf(InstanceState.class);
			Arrays.stream(row.group(2).replace("`", "").trim().split(" "))
				.map(InstanceState::valueOf)
				.forEach(successors::add);
			documented.put(InstanceState.valueOf(row.group(1)), successors);
		}
		assertThat(documented).hasSize(InstanceState.values().length);
		documented.forEach((state, successors) -> assertThat(state.successors()).as("%s", state).isEqualTo(successors));
	}

	@Test
	void liveStatesHoldASlot() {
		assertThat(InstanceState.values()).filteredOn(InstanceState::isLive).allMatch(InstanceState::holdsSlot);
		assertThat(InstanceState.BACKING_OFF.holdsSlot()).isTrue();
		assertThat(InstanceState.FAILED.holdsSlot()).isFalse();
	}

}
