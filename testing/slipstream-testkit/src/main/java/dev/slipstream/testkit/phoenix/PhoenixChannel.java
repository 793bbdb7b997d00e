package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Payload;
import java.util.Set;

/**
 * The server's side of one joined topic, written by a test: one instance for each join.
 *
 * <p>Callbacks run one at a time, on the thread that runs the model, and must not block: a slow channel calls
 * {@link ChannelContext#sleep}. A callback that throws crashes its channel, as in Phoenix ({@code phx_error}); its earlier
 * calls on the context still take effect.
 */
@FunctionalInterface
public interface PhoenixChannel {

    /**
     * Answers a join. The whole connection waits for the answer. Calls on the context take effect after the answer is sent.
     */
    JoinResult join(String topic, Payload params, ChannelContext context);

    /** Takes a push of the client. Without an implementation the channel crashes. */
    default void handleIn(String event, Payload payload, ChannelContext context) {
        throw new UnsupportedOperationException(getClass().getName() + " handles no events; override handleIn");
    }

    /** Takes a message of the test or of the channel itself. */
    default void handleInfo(Object message, ChannelContext context) {
        throw new UnsupportedOperationException(getClass().getName() + " handles no messages; override handleInfo");
    }

    /** The broadcast events that come to {@link #handleOut} instead of going to the client. */
    default Set<String> intercepts() {
        return Set.of();
    }

    /** Takes an intercepted broadcast. */
    default void handleOut(String event, Payload payload, ChannelContext context) {
        context.push(event, payload);
    }

    /**
     * Called at each end except {@link ChannelContext#kill}. As on a Phoenix channel that traps exits, pushes from here
     * come after {@code phx_close} at a leave or a stop, and before {@code phx_error}, or the {@code phx_close} of a
     * channel that was joined again.
     */
    default void terminate(ChannelContext context) {}
}
