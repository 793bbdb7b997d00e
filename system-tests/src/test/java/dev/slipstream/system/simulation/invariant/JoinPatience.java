package dev.slipstream.system.simulation.invariant;

import dev.slipstream.core.Event;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long a join may be waited for: twice as long after each one of its topic that was not answered. */
final class JoinPatience {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Map<String, Integer> timeouts = new LinkedHashMap<>();

    void on(RunEvent runEvent) {
        switch (runEvent) {
            case RunEvent.CallbackStarted(Callback.OfEvent(var event), var state) -> told(event);
            case RunEvent.EventAwaited(var event) -> told(event);
            default -> {}
        }
    }

    /** The longest time that the next join of this topic may have. */
    Duration of(String topic, Scene scene) {
        Duration patience = scene.configuration().joinTimeout();
        for (int missed = timeouts.getOrDefault(topic, 0); missed > 0; missed--) {
            patience = patience.multipliedBy(2).compareTo(LONGEST) < 0 ? patience.multipliedBy(2) : LONGEST;
        }
        return patience;
    }

    private void told(Event event) {
        switch (event) {
            case Event.TopicJoinFailed(var topic, TopicCloseReason.JoinTimedOut reason) ->
                timeouts.merge(topic, 1, Integer::sum);
            case Event.TopicJoinSucceeded(var topic, var response) -> timeouts.remove(topic);
            default -> {}
        }
    }
}
