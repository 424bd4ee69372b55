package dev.processkit.fire;

import java.util.concurrent.CompletableFuture;

import dev.processkit.client.ProcessCall;
import dev.processkit.client.ProcessClient;

/**
 * Enters each id into a book of the worker's own before it answers, so that it can be
 * seen afterwards how often a request was handled.
 */
@ProcessClient("ledger")
public interface Ledger {

	/** Must never be handled twice. */
	String enter(String id);

	/** The same without blocking the caller. */
	CompletableFuture<String> enterLater(String id);

	/** May be handled twice, so that it survives the death of a worker. */
	@ProcessCall(idempotent = true)
	String look(String id);

}
