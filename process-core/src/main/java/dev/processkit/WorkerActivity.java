package dev.processkit;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a worker has last said that it is doing. It does what it is asked when it can: one
 * that is asked to pause in the middle of a loop is {@code looping} until that has ended.
 *
 * @param state {@code spin-up}, {@code looping}, {@code paused} or {@code spin-down};
 * {@code running} or {@code paused} for one without loops
 * @param loops how many loops its process has done, told with its heartbeats; for a batch
 * worker how often it looked for a job
 * @param overruns how many of them took longer than {@code loop.interval}
 * @param lastLoop how long the last one took; {@code null} if there was none
 * @since 0.1
 */
public record WorkerActivity(String state, long loops, long overruns, @Nullable Duration lastLoop) {

}
