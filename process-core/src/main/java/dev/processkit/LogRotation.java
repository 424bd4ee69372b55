package dev.processkit;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * When a log file is put aside for a new one, and what becomes of it then:
 * {@code mailer.log} becomes {@code mailer.log.1}, that becomes {@code mailer.log.2}, and
 * so on. A file that holds nothing is not rotated.
 *
 * @param maxSize the largest size in bytes; 0 for any. Only a single longer line exceeds
 * it
 * @param every how long one file is written to, counted from local midnight of some day:
 * one day means from midnight to midnight, one hour from full hour to full hour; zero for
 * any time. The first line of a new period rotates
 * @param keep how many old files are kept
 * @param compress whether old files are compressed with gzip
 * @since 0.1
 */
public record LogRotation(long maxSize, Duration every, int keep, boolean compress) {

	/** At 50 MiB; 10 old files, compressed: a process that never stops fills no disk. */
	public static final LogRotation DEFAULT = new LogRotation(50L << 20, Duration.ZERO, 10, true);

	/** Somebody else does it, or nobody. */
	public static final LogRotation NEVER = new LogRotation(0, Duration.ZERO, 0, false);

	/** From midnight to midnight. */
	public static final Duration DAILY = Duration.ofDays(1);

	/** From full hour to full hour. */
	public static final Duration HOURLY = Duration.ofHours(1);

	private static final Duration LONGEST = Duration.ofDays(366);

	public LogRotation {
		if (maxSize < 0) {
			throw new InvalidDefinitionException("max-size", maxSize, "is below 0",
					"Use a size such as 50MB, or 0 for no limit.");
		}
		if (!every.isZero() && (every.compareTo(Duration.ofSeconds(1)) < 0 || every.compareTo(LONGEST) > 0)) {
			throw new InvalidDefinitionException("rotate", every, "is out of range",
					"Use daily, hourly, never, or a duration from 1s to 366d.");
		}
		if (keep < 0 || keep > 1000) {
			throw new InvalidDefinitionException("keep", keep, "is out of range", "Use 0 to 1000.");
		}
	}

	/**
	 * Whether files are rotated here at all.
	 * @return {@code false} when there is neither a largest size nor a period
	 */
	public boolean rotates() {
		return this.maxSize > 0 || !this.every.isZero();
	}

	/**
	 * Say when the period ends that a moment lies in.
	 * @param moment the moment, in the zone whose midnight counts
	 * @return the end, after the moment; {@link Instant#MAX} if there are no periods
	 */
	public Instant endOfPeriod(ZonedDateTime moment) {
		if (this.every.isZero()) {
			return Instant.MAX;
		}
		long length = this.every.toSeconds();
		long local = moment.toLocalDateTime().toEpochSecond(ZoneOffset.UTC);
		long end = (Math.floorDiv(local, length) + 1) * length;
		Instant result = LocalDateTime.ofEpochSecond(end, 0, ZoneOffset.UTC).atZone(moment.getZone()).toInstant();
		// The hour that comes twice in autumn: its second turn has ends of its own.
		return result.isAfter(moment.toInstant()) ? result : moment.toInstant().plus(this.every);
	}

}
