package dev.processkit.shared;

/**
 * How a shared table is filled.
 *
 * @param rows how many rows there are
 * @param capacity for how many it was made
 * @param slots how many slots there are to put them in, at least twice the capacity
 * @param longestProbe how many slots the longest search has to look at
 * @param successions how often a process took over what a dead one held
 * @param bytes the size of the table in memory
 * @since 0.1
 */
public record SharedTableStats(int rows, int capacity, int slots, int longestProbe, long successions, long bytes) {

}
