package dev.processkit.ctl.view;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class OutlineTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			value = { "null|", "true|true", "12|12", "\"a\\nb\"|a\\nb", "{}|", "[]|", "[1,\"a\",null]|1\\na\\n-",
					"{\"a\":{\"b\":1},\"long\":[1,2]}|a.b   1\\nlong  1, 2",
					"[{\"a\":1},{\"b\":{\"c\":2}}]|a  b\\n1  -\\n-  {\"c\":2}", "[[1],[2]]|1\\n2",
					"{\"list\":[],\"none\":{},\"some\":1}|list  -\\nnone  -\\nsome  1" })
	void showsAnyJson(String json, String lines) {
		String expected = (lines != null) ? lines.replace("\\n", "\n") : "";
		assertThat(String.join("\n", new Outline(new Screen(false, 0, false)).show(JsonMapper.shared().readTree(json))))
			.isEqualTo(expected);
	}

}
