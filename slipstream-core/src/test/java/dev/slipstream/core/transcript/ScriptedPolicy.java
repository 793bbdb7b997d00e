package dev.slipstream.core.transcript;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.TopicCloseReason;
import java.util.function.Supplier;

/** A reconnect policy for transcripts. Each of its methods always returns the same value, or always throws. */
record ScriptedPolicy(Supplier<Decision> reconnects, Supplier<Boolean> rejoins) implements ReconnectPolicy {

    /** Returns the policy with this name. */
    static ReconnectPolicy of(String name) {
        return switch (name) {
            case "never" -> ReconnectPolicy.never();
            case "stopWhenRefused" -> ReconnectPolicy.stopWhenRefused();
            case "atOnce" -> new ScriptedPolicy(() -> Decision.AT_ONCE, () -> true);
            case "throwing" -> new ScriptedPolicy(ScriptedPolicy::fail, ScriptedPolicy::fail);
            case "null" -> new ScriptedPolicy(() -> null, ScriptedPolicy::fail);
            default -> throw new IllegalArgumentException("no policy: " + name);
        };
    }

    private static <T> T fail() {
        throw new IllegalStateException("planned");
    }

    @Override
    public Decision reconnects(DisconnectReason reason, Tries tries) {
        return reconnects.get();
    }

    @Override
    public boolean rejoins(TopicCloseReason reason, int failures) {
        return rejoins.get();
    }

    @Override
    public boolean rejoinsAfterClose(String topic, int failures) {
        return rejoins.get();
    }
}
