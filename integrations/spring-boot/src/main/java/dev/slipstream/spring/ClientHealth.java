package dev.slipstream.spring;

import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health of one client. {@code UP} means that the client is connected, and each topic of the properties is joined,
 * or left by the application. Before the client is started, the health is {@code UNKNOWN}. Otherwise it is
 * {@code DOWN}. The details have the state and the reason. They hold no query, header, token or payload, with one
 * exception: the response to a refused join. In this response, the strings that the client sent are masked.
 */
record ClientHealth(ClientWatch watch) implements HealthIndicator {

    @Override
    public Health health() {
        ClientState state = watch.state();
        Health.Builder health = switch (state) {
            case UP -> Health.up();
            case NOT_STARTED -> Health.unknown();
            case JOINING, TOPIC_ENDED, TOPIC_REFUSED, CONNECTING, RECONNECTING, REFUSED, GIVEN_UP, STOPPED ->
                Health.down();
        };
        health.withDetail("state", state.words());
        watch.reason().ifPresent(reason -> health.withDetail("reason", reason));
        Map<String, String> topics = watch.topics();
        if (!topics.isEmpty()) {
            health.withDetail("topics", topics);
        }
        return health.build();
    }
}
