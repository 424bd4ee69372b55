package dev.processkit.benchmarks.report;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One figure: ours, and what the floors and peers did in the same rounds.
 *
 * @param scenario the scenario it belongs to
 * @param figure what was measured
 * @param unit what it is counted in
 * @param ours our values
 * @param references floors and peers
 * @param aims what should be reached
 * @since 0.1
 */
public record Row(String scenario, String figure, Unit unit, Series ours, List<Series> references, List<Aim> aims) {

	public Row {
		references = List.copyOf(references);
		aims = List.copyOf(aims);
	}

	/**
	 * Compare with one reference.
	 * @param contender its name
	 * @return ours ÷ its; empty when it was not there, or measured 0
	 */
	public OptionalDouble ratioTo(String contender) {
		return this.references.stream()
			.filter((reference) -> reference.contender().equals(contender))
			.mapToDouble(this.ours::ratioTo)
			.filter(Double::isFinite)
			.findFirst();
	}

	/**
	 * What an aim looks at.
	 * @param aim the aim
	 * @return our median, or the ratio to the reference of the aim
	 */
	public OptionalDouble reached(Aim aim) {
		return aim.reference().isEmpty() ? OptionalDouble.of(this.ours.median()) : ratioTo(aim.reference());
	}

}
