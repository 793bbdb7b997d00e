package dev.slipstream.channels;

import dev.slipstream.core.LogSafe;
import dev.slipstream.core.PayloadMismatchException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The handlers of one kind of event, in the order in which they were registered. Any thread may register one. */
final class Handlers<T> {

    /** One handler. Two registrations of the same function are two handlers. */
    private final class Handler implements Registration {

        private final Consumer<? super T> function;
        /** The name of the type that the handler receives; empty if the handler receives the payload itself. */
        private final String type;

        private volatile boolean isOpen = true;

        Handler(Consumer<? super T> function, String type) {
            this.function = function;
            this.type = type;
        }

        @Override
        public boolean isOpen() {
            return isOpen;
        }

        @Override
        public void close() {
            isOpen = false;
            all.remove(this);
            whenClosed.run();
        }
    }

    /** Describes these handlers, such as {@code handler of shout on rooms:lobby}. */
    private final String name;

    private final String topic;
    /** The event that was passed to {@link #ofEvent}; empty if these handlers are not handlers of one event. */
    private final String event;

    private final ClientAccess client;
    private final Runnable whenClosed;
    private final List<Handler> all = new CopyOnWriteArrayList<>();

    private Handlers(String name, String topic, String event, ClientAccess client, Runnable whenClosed) {
        this.name = name + (topic.isEmpty() ? "" : " on " + topic);
        this.topic = topic;
        this.event = event;
        this.client = client;
        this.whenClosed = whenClosed;
    }

    /**
     * Makes an empty list of handlers.
     *
     * @param name describes the handlers in the log, such as {@code onJoin handler}
     * @param topic the topic of the handlers; empty if they have none
     */
    Handlers(String name, String topic, ClientAccess client) {
        this(name, topic, "", client, () -> {});
    }

    /**
     * Makes an empty list of handlers of one event. The action {@code whenClosed} runs after each close of a handler.
     */
    static <T> Handlers<T> ofEvent(String event, String topic, ClientAccess client, Runnable whenClosed) {
        return new Handlers<>("handler of " + event, topic, event, client, whenClosed);
    }

    Registration add(Consumer<? super T> function) {
        return add(function, "");
    }

    /** Adds a handler that receives the payload decoded to the type with this name. */
    Registration add(Consumer<? super T> function, String type) {
        Handler added = new Handler(Objects.requireNonNull(function, "handler"), type);
        all.add(added);
        return added;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Calls all handlers. Reports their exceptions. */
    void call(T value) {
        call(value, "");
    }

    /**
     * Calls all handlers. Reports their exceptions.
     *
     * @param received the event to name in the report of an exception; if empty, the report names the event that was
     *     passed to {@link #ofEvent}
     */
    void call(T value, String received) {
        for (Handler handler : all) {
            try {
                if (handler.isOpen) {
                    handler.function.accept(value);
                }
            } catch (Throwable thrown) {
                if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
                    throw fatal; // ends the client, as in every callback
                }
                report(handler, received, thrown);
            }
        }
    }

    private void report(Handler handler, String received, Throwable thrown) {
        boolean isTyped = thrown instanceof PayloadMismatchException && !handler.type.isEmpty();
        String which = "the " + (isTyped ? handler.type + " " : "") + name;
        boolean isNamed = received.isEmpty();
        String detail = isNamed ? "" : ", called with " + LogSafe.of(received) + ",";
        String what = which + detail + " threw, and the other handlers still run";
        client.report(which, what, thrown, topic, isNamed ? event : received);
    }
}
