package dev.processkit.actuate;

/**
 * Why a request was refused, in the words of Boot's own error responses.
 *
 * @param status the HTTP status
 * @param error its name
 * @param message what is wrong and what to do
 * @since 0.1
 */
public record ProblemDescriptor(int status, String error, String message) {

}
