package dev.slipstream.system.soak;

import dev.slipstream.core.Reply;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What was asked, and what came of it: each request has one outcome, and an answer is the one to its own question. */
final class RequestCount {

    /** What may come of a request. */
    enum Outcome {
        ANSWERED,
        /** The server may have it. */
        LOST_PERHAPS_SENT,
        /** It never left. */
        LOST_UNSENT
    }

    /** What a request holds, and its answer too. */
    record Question(long id) {}

    private static final int MOST_FAULTS = 20;

    private final Set<Long> open = ConcurrentHashMap.newKeySet();
    private final long from;
    private final AtomicLong asked = new AtomicLong();
    private final Map<Outcome, AtomicLong> counts = new EnumMap<>(Outcome.class);
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();

    /**
     * Makes an empty one.
     *
     * @param from the number after which its questions are counted, so that no two counts ask the same question
     */
    RequestCount(long from) {
        this.from = from;
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, new AtomicLong());
        }
    }

    /** Makes up a question, of which from now on an outcome is owed. */
    long ask() {
        long id = from + asked.incrementAndGet();
        open.add(id);
        return id;
    }

    void outcome(long id, Reply reply) {
        if (!open.remove(id)) {
            fault("a second outcome of " + id + ": " + reply);
        }
        switch (reply) {
            case Reply.Ok(var payload) -> {
                long answered = payload.as(Question.class).id();
                if (answered != id) {
                    fault(id + " got the answer to " + answered);
                }
                count(Outcome.ANSWERED);
            }
            case Reply.Lost(var failure, var maybeSent) ->
                count(maybeSent ? Outcome.LOST_PERHAPS_SENT : Outcome.LOST_UNSENT);
            case Reply.Error error -> fault(id + " was refused");
            case Reply.Other other -> fault(id + " got no answer of ours");
        }
    }

    void fault(String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(what);
        }
    }

    long asked() {
        return asked.get();
    }

    int owed() {
        return open.size();
    }

    long of(Outcome outcome) {
        return counts.get(outcome).get();
    }

    List<String> faults() {
        return new ArrayList<>(faults);
    }

    private void count(Outcome outcome) {
        counts.get(outcome).incrementAndGet();
    }
}
