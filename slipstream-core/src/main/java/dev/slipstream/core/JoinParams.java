package dev.slipstream.core;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Supplies fresh params for each join of a topic: for the first join, and for each join after a crash or a reconnect.
 *
 * <p>The client calls the supplier on a separate thread, so the supplier may block. The returned stage must complete
 * within {@link Configuration#credentialsTimeout()}. The value of the stage becomes the argument of the channel's
 * {@code join/3}, as JSON. {@link Socket#join(String, Object)} lists the values that the client refuses.
 *
 * <p>If the supplier throws, if the stage fails or is late, or if the client refuses the value, the topic closes with
 * {@link TopicCloseReason.ParamsFailed}. The log shows exceptions whole. If the policy allows a rejoin, the client
 * calls the supplier again.
 */
@FunctionalInterface
public interface JoinParams {

    CompletionStage<?> params(Attempt attempt);

    /**
     * A join that the client is about to send.
     *
     * @param number one more than the number of failures in a row. A failed join and the close of a joined topic both
     *     count. The number is 1 again after the topic stayed joined for {@link Configuration#stablePeriod()}
     * @param lastFailure why the last join failed or ended. {@link TopicCloseReason.Ended} means that the server ended
     *     the channel normally, for example because a token expired. An empty value means that nothing failed, for
     *     example after a reconnect. If the payload of the failure is larger than
     *     {@link Payload.Omitted#MAX_KEPT_BYTES}, {@link Payload.Omitted} replaces it
     */
    record Attempt(String topic, int number, Optional<TopicCloseReason> lastFailure) {}
}
