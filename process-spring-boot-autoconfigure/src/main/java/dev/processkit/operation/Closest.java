package dev.processkit.operation;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds what was probably meant. Thread-safe.
 *
 * @since 0.1
 */
public final class Closest {

	private Closest() {
	}

	/**
	 * Find the most similar word.
	 * @param word the word, perhaps misspelt
	 * @param candidates the words that exist
	 * @return the nearest, if no more than about a third of its letters differ
	 */
	public static Optional<String> to(String word, Collection<String> candidates) {
		return candidates.stream()
			.filter((candidate) -> distance(word, candidate) <= Math.max(1, candidate.length() / 3))
			.min(Comparator.comparingInt((candidate) -> distance(word, candidate)));
	}

	/**
	 * Levenshtein's distance, case aside, by three rows of the matrix. Two neighbours
	 * that changed places count once, since fingers do that.
	 */
	private static int distance(String from, String to) {
		String left = from.toLowerCase(Locale.ROOT);
		String right = to.toLowerCase(Locale.ROOT);
		int[] beforePrevious = new int[0];
		int[] previous = IntStream.rangeClosed(0, right.length()).toArray();
		for (int row = 1; row <= left.length(); row++) {
			int[] current = new int[right.length() + 1];
			current[0] = row;
			for (int column = 1; column <= right.length(); column++) {
				int replaced = previous[column - 1] + ((left.charAt(row - 1) == right.charAt(column - 1)) ? 0 : 1);
				current[column] = Math.min(replaced, 1 + Math.min(previous[column], current[column - 1]));
				if (row > 1 && column > 1 && left.charAt(row - 1) == right.charAt(column - 2)
						&& left.charAt(row - 2) == right.charAt(column - 1)) {
					current[column] = Math.min(current[column], beforePrevious[column - 2] + 1);
				}
			}
			beforePrevious = previous;
			previous = current;
		}
		return previous[right.length()];
	}

}
