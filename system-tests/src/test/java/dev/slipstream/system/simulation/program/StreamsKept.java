package dev.slipstream.system.simulation.program;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.channels.MessageBuffer;
import dev.slipstream.channels.MessageOverflowException;
import dev.slipstream.system.simulation.ProgramEvent;
import dev.slipstream.system.simulation.ProgramInvariant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber gets messages that its channel received after the subscription: in order, and at most as many as it
 * requested. Each message that it did not get is counted as dropped. It gets one terminal signal, unless it cancelled
 * or threw. After the terminal signal it gets nothing.
 */
final class StreamsKept implements ProgramInvariant {

    private static final class Stream {

        private final int channel;
        private final MessageBuffer buffer;
        private final List<String> offered = new ArrayList<>();
        /**
         * How many messages the channel had received at its first leave or end; -1 before that. The stream may end at
         * that moment, so it need not get later messages.
         */
        private int certain = -1;

        private int place;
        private int received;
        private long demand;
        private boolean isOver;

        Stream(int channel, MessageBuffer buffer) {
            this.channel = channel;
            this.buffer = buffer;
        }

        void next(int number, String message) {
            holds(!isOver, "subscriber %s gets a message after its end", number);
            holds(demand > 0, "subscriber %s gets a message that it did not request", number);
            demand -= demand == Long.MAX_VALUE ? 0 : 1;
            received++;
            while (place < offered.size() && !offered.get(place).equals(message)) {
                place++;
            }
            holds(place < offered.size(), "subscriber %s gets %s out of order, or again", number, message);
            place++;
        }

        /**
         * Checks the end.
         *
         * @param pending how many of the last messages the stream need not have received yet, because their handlers
         *     still run
         */
        void ended(int number, @Nullable Throwable thrown, long dropped, int pending) {
            holds(!isOver, "subscriber %s gets a second end", number);
            isOver = true;
            long all = received + dropped;
            holds(
                    all <= offered.size() && all >= (certain < 0 ? offered.size() : certain) - pending,
                    "subscriber %s got %s messages and missed %s, of %s",
                    number,
                    received,
                    dropped,
                    offered.size());
            if (thrown instanceof MessageOverflowException) {
                holds(
                        buffer.overflow() == MessageBuffer.Overflow.FAIL && dropped > 0,
                        "subscriber %s failed, but its buffer is %s, and dropped %s",
                        number,
                        buffer,
                        dropped);
            }
        }
    }

    private final Map<Integer, Stream> streams = new LinkedHashMap<>();
    private final Map<Integer, ProgramEvent.HandlerList> handlers = new LinkedHashMap<>();
    private final Map<Integer, Integer> leaves = new LinkedHashMap<>();
    private ProgramEvent.@Nullable HandlerList running;
    private String lastSeen = "";

    @Override
    public void on(ProgramEvent event) {
        switch (event) {
            case ProgramEvent.Registered(var handler, var list) -> handlers.put(handler, list);
            case ProgramEvent.HandlerStarted(var handler, var isJoined) -> running = handlers.get(handler);
            case ProgramEvent.HandlerEnded ended -> running = null;
            case ProgramEvent.HandlerBroke(var handler, var views) -> broke(Objects.requireNonNull(running));
            case ProgramEvent.Subscribed(var number, var channel, var buffer) -> subscribed(number, channel, buffer);
            case ProgramEvent.Requested(var number, var messages) -> {
                Stream stream = stream(number);
                long sum = stream.demand + messages;
                stream.demand = sum < 0 ? Long.MAX_VALUE : sum;
            }
            case ProgramEvent.MessageSeen(var channel, var topic, var name, var payload, var view) -> {
                lastSeen = name + " " + payload;
                open(channel).forEach(stream -> stream.offered.add(lastSeen));
            }
            case ProgramEvent.LeaveAsked(var id, var channel) -> {
                leaves.put(id, channel);
                mayEnd(channel);
            }
            case ProgramEvent.LeaveEnded(var id, var thrown) -> leaves.remove(id);
            case ProgramEvent.CallRefused(var id, var channel, var why) -> leaves.remove(id);
            case ProgramEvent.EndSeen(var channel, var isWanted) -> {
                if (!isWanted) {
                    mayEnd(channel);
                }
            }
            case ProgramEvent.StreamNext(var number, var message, var isThrowing) -> {
                stream(number).next(number, message);
                stream(number).isOver = isThrowing;
            }
            case ProgramEvent.StreamCancelled(var number) -> stream(number).isOver = true;
            case ProgramEvent.StreamEnded(var number, var thrown, var dropped) ->
                stream(number).ended(number, thrown, dropped, isOfferPending(stream(number).channel) ? 1 : 0);
            default -> {}
        }
    }

    private void subscribed(int number, int channel, MessageBuffer buffer) {
        Stream stream = new Stream(channel, buffer);
        if (isOfferPending(channel)) {
            stream.offered.add(lastSeen); // its handlers still run, and subscribers get this message afterwards
        }
        if (leaves.containsValue(channel)) {
            stream.certain = stream.offered.size();
        }
        streams.put(number, stream);
    }

    /**
     * Handles an onAny handler that ended the client. Subscribers would get the message after this handler, so the
     * message is not offered.
     */
    private void broke(ProgramEvent.HandlerList list) {
        if (list.kind() == ProgramEvent.Kind.ANY) {
            for (Stream stream : open(list.channel())) {
                stream.offered.remove(stream.offered.size() - 1);
                stream.certain = Math.min(stream.certain, stream.offered.size());
            }
        }
    }

    private boolean isOfferPending(int channel) {
        return running != null && running.kind() == ProgramEvent.Kind.ANY && running.channel() == channel;
    }

    private void mayEnd(int channel) {
        open(channel).forEach(stream -> {
            if (stream.certain < 0) {
                stream.certain = stream.offered.size();
            }
        });
    }

    private List<Stream> open(int channel) {
        return streams.values().stream()
                .filter(stream -> stream.channel == channel && !stream.isOver)
                .toList();
    }

    private Stream stream(int number) {
        return Objects.requireNonNull(streams.get(number));
    }

    @Override
    public void atEnd() {
        streams.forEach((number, stream) -> holds(stream.isOver, "subscriber %s has no end", number));
    }
}
