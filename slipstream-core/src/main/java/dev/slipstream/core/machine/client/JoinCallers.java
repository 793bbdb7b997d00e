package dev.slipstream.core.machine.client;

import dev.slipstream.core.Event;
import dev.slipstream.core.From;
import dev.slipstream.core.Operation;
import dev.slipstream.core.machine.SparseMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The callers that wait until a topic is joined. When the client ends, its process refuses them. */
final class JoinCallers {

    private final ClientOutput output;
    private SparseMap<String, List<From<?>>> waiting = SparseMap.none();

    JoinCallers(ClientOutput output) {
        this.output = output;
    }

    void add(String topic, From<?> from) {
        List<From<?>> others = waiting.get(topic);
        List<From<?>> all = others == null ? new ArrayList<>(1) : others;
        all.add(from);
        waiting = waiting.with(topic, all);
    }

    /**
     * Answers the callers of a topic.
     *
     * @param end the event after which the topic is no longer wanted; null if the topic is joined
     */
    void answer(String topic, Event.@Nullable OfTopic end) {
        List<From<?>> callers = waiting.remove(topic);
        if (callers != null) {
            callers.forEach(from -> answer(from, end));
        }
    }

    /** Answers one caller. */
    void answer(From<?> from, Event.@Nullable OfTopic end) {
        output.answer(new Operation.AnswerCaller.Answer(from, end));
    }
}
