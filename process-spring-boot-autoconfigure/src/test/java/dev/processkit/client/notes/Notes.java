package dev.processkit.client.notes;

import java.util.concurrent.CompletableFuture;

import dev.processkit.client.ProcessClient;

/**
 * Texts, by a codec of their own.
 */
@ProcessClient(value = "notes", codec = MarkingCodec.class)
interface Notes {

	String echo(String text);

	CompletableFuture<String> join(String first, String second);

	void clear();

}
