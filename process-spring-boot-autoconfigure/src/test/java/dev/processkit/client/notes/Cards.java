package dev.processkit.client.notes;

import dev.processkit.client.ProcessClient;

/**
 * Answered by the same worker as {@link Notes}, by the codec of all.
 */
@ProcessClient("notes")
interface Cards {

	Card turn(Card card);

	record Card(String front, String back) {

	}

}
