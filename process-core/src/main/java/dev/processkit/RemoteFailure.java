package dev.processkit;

/**
 * What a handler in a worker threw, as it is known here: the class itself may be unknown
 * to the application.
 *
 * @param type the name of the exception's class, or a word of the control wire
 * @param message its message
 * @param stack its stack trace as text; empty when the worker sends none
 * @since 0.1
 */
public record RemoteFailure(String type, String message, String stack) {

}
