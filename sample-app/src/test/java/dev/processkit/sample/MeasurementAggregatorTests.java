package dev.processkit.sample;

import java.util.Map;
import java.util.stream.IntStream;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MeasurementAggregator}.
 */
class MeasurementAggregatorTests {

	private final MeasurementAggregator aggregator = new MeasurementAggregator();

	@Test
	void handleWhenPingAnswersPong() {
		assertThat(send("{\"action\":\"ping\"}")).isEqualTo("{\"status\":\"ok\",\"message\":\"pong\"}");
	}

	@Test
	void handleWhenSummarySumsUpByName() {
		for (int i = 100; i >= 1; i--) {
			record("latency", i);
		}
		assertThat(record("size", 7)).isEqualTo("{\"status\":\"ok\",\"data\":{\"count\":1}}");
		DocumentContext json = JsonPath.parse(send("{\"action\":\"summary\",\"name\":\"latency\"}"));
		assertThat(json.<Map<String, Number>>read("$.data")).isEqualTo(
				Map.of("count", 100, "mean", 50.5, "min", 1.0, "max", 100.0, "p50", 50.0, "p90", 90.0, "p99", 99.0));
	}

	@Test
	void handleWhenManyRecordAtOnceLosesNone() {
		IntStream.range(0, 20_000).parallel().forEach((i) -> record("n" + i % 4, 1));
		for (int i = 0; i < 4; i++) {
			assertThat(send("{\"action\":\"summary\",\"name\":\"n" + i + "\"}"))
				.contains("\"count\":5000,\"mean\":1.0");
		}
	}

	@Test
	void handleWhenSeriesIsLongKeepsPercentilesOfTheLast() {
		for (int i = 0; i < MeasurementSeries.KEPT; i++) {
			record("latency", 1);
		}
		for (int i = 0; i < MeasurementSeries.KEPT; i++) {
			record("latency", 3);
		}
		assertThat(send("{\"action\":\"summary\",\"name\":\"latency\"}")).contains("\"count\":20000")
			.contains("\"min\":1.0")
			.contains("\"p50\":3.0");
	}

	@Test
	void handleWhenThereAreTooManyNamesRefusesOneMore() {
		for (int i = 0; i < MeasurementAggregator.MOST_NAMES; i++) {
			record("n" + i, 1);
		}
		assertThat(record("more", 1)).contains("\"status\":\"error\"").contains("'more' is one name too many");
		assertThat(record("n1", 1)).contains("\"count\":2");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"action":"explode"}                                      | Unknown action 'explode'
			{}                                                        | Unknown action ''
			[1]                                                       | Unknown action ''
			{"action":                                                | The message is no JSON
			{"action":"record","value":1}                             | 'name' is missing
			{"action":"record","name":"a"}                            | 'value' must be a number
			{"action":"record","name":"a","value":"1"}                | 'value' must be a number
			{"action":"record","name":"a","value":1e999}              | 'value' must be a number
			{"action":"summary","name":"nobody"}                      | Nothing was recorded under 'nobody'
			""")
	void handleWhenRequestIsWrongSaysWhy(String message, String reason) {
		assertThat(JsonPath.parse(send(message)).<String>read("$.status")).isEqualTo("error");
		assertThat(JsonPath.parse(send(message)).<String>read("$.message")).contains(reason);
	}

	private String record(String name, double value) {
		return send("{\"action\":\"record\",\"name\":\"" + name + "\",\"value\":" + value + "}");
	}

	private String send(String message) {
		return this.aggregator.handle(message, new TestContext(Map.of()));
	}

}
