package dev.slipstream.examples.guide;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.TopicCloseReason;

/** The policy of the guide {@code docs/retry.md}: gives up late, and joins some topics again that the server closed. */
final class RejoiningPolicy implements ReconnectPolicy {

    private static final ReconnectPolicy STANDARD = ReconnectPolicy.standard();

    @Override
    public Decision reconnects(DisconnectReason reason, Tries tries) {
        return tries.failed() > 100 ? Decision.GIVE_UP : STANDARD.reconnects(reason, tries);
    }

    @Override
    public boolean rejoins(TopicCloseReason reason, int failures) {
        return STANDARD.rejoins(reason, failures);
    }

    @Override
    public boolean rejoinsAfterClose(String topic, int failures) {
        return topic.startsWith("realtime:");
    }
}
