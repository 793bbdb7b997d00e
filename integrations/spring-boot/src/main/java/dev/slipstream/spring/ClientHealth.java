package dev.slipstream.spring;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.LogSafe;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health of one client. {@code UP} means that it is connected and each topic of the properties is joined. Otherwise
 * it is {@code DOWN}, and the details have the state and the reason. The details hold no query, header, token or payload.
 */
record ClientHealth(ClientWatch watch) implements HealthIndicator {

    @Override
    public Health health() {
        ClientState state = watch.state();
        Health.Builder health = state == ClientState.UP ? Health.up() : Health.down();
        health.withDetail("state", state.words());
        DisconnectReason reason = watch.lastEnd();
        if (reason != null) {
            health.withDetail("reason", LogSafe.of(reason));
        }
        Map<String, String> topics = watch.topics();
        if (!topics.isEmpty()) {
            health.withDetail("topics", topics);
        }
        return health.build();
    }
}
