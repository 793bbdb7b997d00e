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

/** Counts requests and their outcomes. Each request must have one outcome, and each reply must match its request. */
final class RequestCount {

    /** The outcomes of a request. */
    enum Outcome {
        ANSWERED,
        /** Lost, but the server may have received it. */
        LOST_PERHAPS_SENT,
        /** Lost before it was sent. */
        LOST_UNSENT
    }

    /** The payload of a request and of its reply. */
    record EchoPayload(long id) {}

    private static final int MOST_FAULTS = 20;

    private final Set<Long> pendingIds = ConcurrentHashMap.newKeySet();
    private final long from;
    private final AtomicLong made = new AtomicLong();
    private final Map<Outcome, AtomicLong> counts = new EnumMap<>(Outcome.class);
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();

    /**
     * Creates an empty count.
     *
     * @param from the first id minus 1; the ids of two counts must not overlap
     */
    RequestCount(long from) {
        this.from = from;
        for (Outcome outcome : Outcome.values()) {
            counts.put(outcome, new AtomicLong());
        }
    }

    /** Returns the id of a new request, which is pending from now on. */
    long newRequest() {
        long id = from + made.incrementAndGet();
        pendingIds.add(id);
        return id;
    }

    void outcome(long id, Reply reply) {
        if (!pendingIds.remove(id)) {
            fault("a second outcome of " + id + ": " + reply);
        }
        switch (reply) {
            case Reply.Ok(var payload) -> {
                long answered = payload.as(EchoPayload.class).id();
                if (answered != id) {
                    fault(id + " got the reply to " + answered);
                }
                count(Outcome.ANSWERED);
            }
            case Reply.Lost(var failure, var maybeSent) ->
                count(maybeSent ? Outcome.LOST_PERHAPS_SENT : Outcome.LOST_UNSENT);
            case Reply.Error error -> fault(id + " was refused");
            case Reply.Other other -> fault(id + " got a reply with an unexpected status");
        }
    }

    void fault(String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(what);
        }
    }

    long made() {
        return made.get();
    }

    int pending() {
        return pendingIds.size();
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
