package dev.slipstream.testkit.server;

import dev.slipstream.testkit.phoenix.PhoenixEffect;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Decides when time passes for the model of a server. Only the loop calls it. */
interface ServerTime {

    /** The time since the server started. */
    Duration now();

    /** Called when the model takes the first input of an instant. {@link ServerLoop#settle} ends the instant. */
    void instantBegan(ServerLoop loop);

    /** Called with the model's next deadline, before which it has no work. Null means that it has no work at all. */
    void nextDeadline(@Nullable Duration deadline, ServerLoop loop);

    /** Called when the model takes an input. */
    default void took(PhoenixInput input) {}

    /** Called when the model emits an effect. */
    default void emitted(PhoenixEffect effect) {}
}
