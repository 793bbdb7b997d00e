package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Payload;
import java.util.Set;

/**
 * The server's side of one joined topic, implemented by a test. Each join gets a new instance.
 *
 * <p>Callbacks run one at a time, on the thread that runs the model. They must not block; to simulate a slow channel,
 * call {@link ChannelContext#sleep}. A callback that throws crashes its channel, as in Phoenix ({@code phx_error}). The
 * operations that the callback called before it threw still take effect.
 */
@FunctionalInterface
public interface PhoenixChannel {

    /** Handles a join. The whole connection waits for the result. Calls on the context take effect after the reply. */
    JoinResult join(String topic, Payload params, ChannelContext context);

    /** Handles a push of the client. The default crashes the channel. */
    default void handleIn(String event, Payload payload, ChannelContext context) {
        throw new UnsupportedOperationException(getClass().getName() + " handles no events; override handleIn");
    }

    /** Handles a message that the test or the channel itself sent. The default crashes the channel. */
    default void handleInfo(Object message, ChannelContext context) {
        throw new UnsupportedOperationException(getClass().getName() + " handles no messages; override handleInfo");
    }

    /** The broadcast events that {@link #handleOut} receives instead of the client. */
    default Set<String> intercepts() {
        return Set.of();
    }

    /** Handles an intercepted broadcast. */
    default void handleOut(String event, Payload payload, ChannelContext context) {
        context.push(event, payload);
    }

    /**
     * Called when the channel ends, unless {@link ChannelContext#kill} ends it.
     *
     * <p>Pushes of this callback are ordered as in a Phoenix channel that traps exits. If the client left or the
     * channel stopped, the pushes follow {@code phx_close}. After a crash the pushes precede {@code phx_error}. If the
     * topic is joined again, the pushes precede {@code phx_close}.
     */
    default void terminate(ChannelContext context) {}
}
