package dev.slipstream.system.scenarios;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.TopicCloseReason;

/** Like the standard policy, but the client also rejoins channels that the server ended. */
record RejoinEndedPolicy(ReconnectPolicy standard) implements ReconnectPolicy {

    RejoinEndedPolicy() {
        this(ReconnectPolicy.standard());
    }

    @Override
    public Decision reconnects(DisconnectReason reason, Tries tries) {
        return standard.reconnects(reason, tries);
    }

    @Override
    public boolean rejoins(TopicCloseReason reason, int failures) {
        return standard.rejoins(reason, failures);
    }

    @Override
    public boolean rejoinsAfterClose(String topic, int failures) {
        return true;
    }
}
