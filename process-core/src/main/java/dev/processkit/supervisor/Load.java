package dev.processkit.supervisor;

import java.util.Map;

import dev.processkit.InstanceId;

/**
 * What a process has to do at a moment.
 *
 * @param waiting how many requests no instance has taken yet
 * @param work what each instance has taken; without those that take no requests now
 */
record Load(int waiting, Map<InstanceId, Work> work) {

	/**
	 * The work of one instance.
	 *
	 * @param busy how many requests it has that are not answered
	 * @param taken how many its process was ever given: a reading that is the same later
	 * tells that there was nothing in between
	 */
	record Work(int busy, long taken) {

	}

}
