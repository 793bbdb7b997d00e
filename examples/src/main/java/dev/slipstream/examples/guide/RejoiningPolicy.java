package dev.slipstream.examples.guide;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.TopicCloseReason;

/**
 * The policy of the guide {@code docs/retry.md}: gives up after more than 100 failed attempts. If the server closes a
 * topic that begins with {@code realtime:}, the client joins it again.
 */
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
