package dev.slipstream.testkit.server;

import dev.slipstream.testkit.phoenix.PhoenixEffect;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Decides when time passes for the model of a server. Only the loop calls it. */
interface ServerTime {

    /** The time since the server started. */
    Duration now();

    /** The model takes the first input of an instant. {@link ServerLoop#settle} ends the instant. */
    void instantBegan(ServerLoop loop);

    /** The model has nothing to do before this deadline, or nothing at all. */
    void nextDeadline(@Nullable Duration deadline, ServerLoop loop);

    /** The model takes an input. */
    default void took(PhoenixInput input) {}

    /** The model asks for an effect. */
    default void emitted(PhoenixEffect effect) {}
}
