package dev.slipstream.core;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Supplies the params of a topic's join, anew each time: at the first join, after a crash, and after each reconnect.
 *
 * <p>The client calls it on a separate thread, so it may block. The stage must complete within
 * {@link Configuration#credentialsTimeout()} with the argument of the channel's {@code join/3}, as JSON. If it fails
 * or is late, the topic closes with {@link TopicCloseReason.ParamsFailed}. The next join asks again, if the policy
 * allows one.
 */
@FunctionalInterface
public interface JoinParams {

    CompletionStage<?> params(Attempt attempt);

    /**
     * One join that is about to be sent.
     *
     * @param number 1 for the first one since the topic was joined for a stable period
     * @param lastFailure why the join before it failed or ended; null if nothing failed, for example after a
     *     reconnect. A payload in it of more than {@link Payload.Omitted#MAX_KEPT_BYTES} is {@link Payload.Omitted}:
     *     reading it throws {@link PayloadMismatchException}, and a supplier that throws it fails with
     *     {@link TopicCloseReason.ParamsFailed}
     */
    record Attempt(String topic, int number, Optional<TopicCloseReason> lastFailure) {}
}
