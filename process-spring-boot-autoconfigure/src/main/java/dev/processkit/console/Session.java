package dev.processkit.console;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import dev.processkit.IllegalProcessStateException;
import dev.processkit.InvalidDefinitionException;
import dev.processkit.ProcessException;
import dev.processkit.UnknownProcessException;

/**
 * What one client asks and is answered. Its lines are handled one after the other by the
 * thread of its connection; each chooses anew between JSON and words.
 */
final class Session implements Client {

	private static final Log logger = LogFactory.getLog(Session.class);

	private static final String AUTHENTICATE = "console.authenticate";

	private static final String TOO_SLOW = "This client reads too slowly for what it follows";

	private final String who;

	private final Console console;

	private final Outbox outbox;

	private final Credentials credentials;

	private final Subscriptions subscriptions = new Subscriptions();

	private final JsonRpc json;

	private final Words words;

	private volatile @Nullable Boolean speaksJson;

	private boolean over;

	Session(String who, Console console, Outbox outbox, Credentials credentials) {
		this.who = who;
		this.console = console;
		this.outbox = outbox;
		this.credentials = credentials;
		this.json = new JsonRpc(console.mapper(), this);
		this.words = new Words(console, this);
	}

	/**
	 * Handle a line.
	 * @param line a request or a command, without its end
	 * @return whether there may be another
	 * @throws InterruptedException if the console closes
	 */
	boolean handle(String line) throws InterruptedException {
		String request = line.strip();
		if (request.isEmpty()) {
			this.words.unfollow();
			return true;
		}
		boolean isJson = request.startsWith("{") || request.startsWith("[");
		this.speaksJson = isJson;
		this.outbox.put(isJson ? this.json.answer(request) : this.words.answer(request));
		this.subscriptions.start();
		return !this.over;
	}

	/**
	 * Call a procedure on behalf of this client.
	 * @param name its name
	 * @param params what it is given: an array, an object, or nothing
	 * @return its result
	 * @throws ConsoleException whatever goes wrong, fit to be told
	 */
	@Nullable Object call(String name, @Nullable JsonNode params) {
		try {
			if (!name.equals(AUTHENTICATE)) {
				require();
			}
			Procedure procedure = this.console.procedures().get(name);
			return procedure.body().call(Arguments.bind(procedure, params), this);
		}
		catch (ConsoleException ex) {
			throw ex;
		}
		catch (UnknownProcessException ex) {
			throw ConsoleError.UNKNOWN_TARGET.because(String.valueOf(ex.getMessage()));
		}
		catch (IllegalProcessStateException ex) {
			throw ConsoleError.WRONG_STATE.because(String.valueOf(ex.getMessage()));
		}
		catch (InvalidDefinitionException | UnsupportedOperationException ex) {
			throw ConsoleError.INVALID_PARAMS.because(String.valueOf(ex.getMessage()));
		}
		catch (ProcessException ex) {
			throw ConsoleError.CUSTOM.because(String.valueOf(ex.getMessage()));
		}
		catch (Exception | LinkageError | StackOverflowError ex) {
			logger.error("The request '%s' of %s failed".formatted(name, this.who), ex);
			throw ConsoleError.INTERNAL.because("'" + name + "' failed; the log of the application says why");
		}
	}

	/**
	 * Refuse what comes before the token.
	 * @throws ConsoleException unless the client has proved itself
	 */
	void require() {
		proving(this.credentials::require);
	}

	@Override
	public void authenticate(String token) {
		proving(() -> this.credentials.prove(token));
	}

	private void proving(Runnable step) {
		try {
			step.run();
		}
		catch (ConsoleException ex) {
			if (this.credentials.areHopeless()) {
				logger.warn("Disconnected %s: it does not know the token".formatted(this.who));
				quit();
			}
			throw ex;
		}
	}

	/** Answer the request at hand, and no more. */
	void quit() {
		this.over = true;
	}

	boolean isOver() {
		return this.over;
	}

	boolean isProved() {
		return this.credentials.areProved();
	}

	boolean follows() {
		return !this.subscriptions.isEmpty();
	}

	@Override
	public String who() {
		return this.who;
	}

	@Override
	public long subscribe(String method, Source source) {
		boolean asJson = Boolean.TRUE.equals(this.speaksJson);
		return this.subscriptions.add(source, (number) -> (instance, line) -> {
			String text = asJson ? this.json.notification(method, new Line(number, instance, line))
					: Words.line(instance, line);
			if (!this.outbox.offer(text, lastWords(TOO_SLOW))) {
				logger.warn("Disconnected %s: it reads too slowly for what it follows".formatted(this.who));
			}
		});
	}

	@Override
	public boolean unsubscribe(long subscription) {
		return this.subscriptions.remove(subscription);
	}

	/**
	 * Why the connection ends, in the language of the client.
	 * @param reason a sentence without its full stop
	 * @return a line; empty for a client that has never said a word
	 */
	String lastWords(String reason) {
		Boolean asJson = this.speaksJson;
		if (asJson == null) {
			return "";
		}
		return asJson ? this.json.notification("console.closed", new Reason(reason)) : Words.error(reason);
	}

	/**
	 * Refuse a line that is too long to be read.
	 * @param isJson whether it begins like JSON
	 * @param maximum the longest that is taken
	 * @throws InterruptedException if the console closes
	 */
	void refuseLongLine(boolean isJson, int maximum) throws InterruptedException {
		ConsoleException refusal = ConsoleError.LIMIT
			.because("The line is longer than " + maximum + " bytes, which is 'max-request-size'");
		this.outbox.put(isJson ? this.json.failure(refusal) : Words.error(refusal.text()));
	}

	/** End what was followed. */
	void close() {
		this.subscriptions.close();
	}

	/**
	 * A line that is followed.
	 *
	 * @param subscription the number of the subscription
	 * @param instance which instance printed it
	 * @param line the line
	 */
	record Line(long subscription, String instance, String line) {

	}

	/**
	 * Why a connection is closed.
	 *
	 * @param reason a sentence without its full stop
	 */
	record Reason(String reason) {

	}

}
