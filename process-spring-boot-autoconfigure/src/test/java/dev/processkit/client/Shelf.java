package dev.processkit.client;

import java.util.List;

/**
 * A generic interface, whose variable another one fixes.
 */
interface Shelf<T> {

	T first(List<T> all);

}
