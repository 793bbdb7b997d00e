package dev.slipstream.core;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Is asked for the params of a topic's join, each time anew: at the first join, after a crash, and after each reconnect.
 *
 * <p>Called on a thread of its own, which it may block. The stage must complete within
 * {@link Configuration#credentialsTimeout()}, with what the channel's {@code join/3} is to be given, as JSON. One that fails
 * or is late closes the topic with {@link TopicCloseReason.ParamsFailed}; the next join, if the policy wants one, asks again.
 */
@FunctionalInterface
public interface JoinParams {

    CompletionStage<?> params(Attempt attempt);

    /**
     * One join that is to be sent.
     *
     * @param number 1 for the first one since the topic was joined for a stable period
     * @param lastFailure why the join before it did not last; empty where nothing failed, as after a reconnect. A payload in
     *     it of more than {@link Payload.Omitted#MAX_KEPT_BYTES} is {@link Payload.Omitted}: reading it throws
     *     {@link PayloadMismatchException}, and a supplier that lets it pass fails with {@link TopicCloseReason.ParamsFailed}
     */
    record Attempt(String topic, int number, Optional<TopicCloseReason> lastFailure) {}
}
