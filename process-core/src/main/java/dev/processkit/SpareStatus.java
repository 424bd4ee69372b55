package dev.processkit;

/**
 * The worker JVMs that wait to become what they are needed for, as they were when the
 * snapshot was taken.
 *
 * @param wanted how many there should be for what runs now, limits left aside
 * @param ready how many can be taken
 * @since 0.1
 */
public record SpareStatus(int wanted, int ready) {

	/** No spares, none wanted. */
	public static final SpareStatus NONE = new SpareStatus(0, 0);

}
