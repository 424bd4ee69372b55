package dev.processkit.operation;

/**
 * The worker JVMs that wait to take the place of one that is needed, as the actuator
 * shows them.
 *
 * @param wanted how many there should be for what runs now
 * @param ready how many can be taken
 * @since 0.1
 */
public record SparesDescriptor(int wanted, int ready) {

}
