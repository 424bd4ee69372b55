package dev.processkit.sample;

import java.util.Collection;
import java.util.List;

import dev.processkit.client.ProcessCall;
import dev.processkit.client.ProcessClient;

/**
 * What was probably meant by a word. Served by a process that is not Java: see
 * {@code scripts/suggestions.py}.
 */
@ProcessClient("suggestions")
public interface WordSuggestions {

	/**
	 * Find words that look like one that was typed.
	 * @param word the word
	 * @param known the words there are
	 * @return those that are close, the closest first; a word that is known comes first
	 */
	@ProcessCall(idempotent = true)
	List<String> suggest(String word, Collection<String> known);

}
