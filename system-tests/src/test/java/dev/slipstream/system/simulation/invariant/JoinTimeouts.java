package dev.slipstream.system.simulation.invariant;

import dev.slipstream.core.Event;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The timeouts of joins. The timeout of a topic doubles after each join that timed out. */
final class JoinTimeouts {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Map<String, Integer> timeouts = new LinkedHashMap<>();

    void on(RunEvent runEvent) {
        switch (runEvent) {
            case RunEvent.CallbackStarted(Callback.OfEvent(var event), var state) -> onEvent(event);
            case RunEvent.EventAwaited(var event) -> onEvent(event);
            default -> {}
        }
    }

    /** Returns the timeout of the next join of this topic. */
    Duration of(String topic, RunView view) {
        Duration timeout = view.configuration().joinTimeout();
        for (int missed = timeouts.getOrDefault(topic, 0); missed > 0; missed--) {
            timeout = timeout.multipliedBy(2).compareTo(LONGEST) < 0 ? timeout.multipliedBy(2) : LONGEST;
        }
        return timeout;
    }

    private void onEvent(Event event) {
        switch (event) {
            case Event.TopicJoinFailed(var topic, TopicCloseReason.JoinTimedOut reason) ->
                timeouts.merge(topic, 1, Integer::sum);
            case Event.TopicJoinSucceeded(var topic, var response) -> timeouts.remove(topic);
            default -> {}
        }
    }
}
