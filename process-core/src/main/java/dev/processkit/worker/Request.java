package dev.processkit.worker;

/**
 * A message to be handled.
 *
 * @param id what its answer is to carry
 * @param payload the message
 */
record Request(long id, byte[] payload) {

}
