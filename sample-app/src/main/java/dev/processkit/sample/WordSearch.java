package dev.processkit.sample;

import java.util.Set;

import dev.processkit.client.ProcessClient;

/**
 * A typed call: the application injects this interface, the {@link InboxIndexer} answers
 * it from its own JVM.
 */
@ProcessClient(value = "inbox-indexer", timeout = "5s")
public interface WordSearch {

	/**
	 * Find the files of the inbox that hold a word.
	 * @param word the word, in capitals or not
	 * @return the names of the files
	 */
	Set<String> filesWith(String word);

}
