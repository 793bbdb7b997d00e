package dev.slipstream.channels;

import dev.slipstream.core.LogSafe;
import dev.slipstream.core.PayloadMismatchException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The handlers of one kind of event, in the order in which they were registered. Any thread may register one. */
final class Handlers<T> {

    /** One handler. Two registrations of the same function are two handlers. */
    private final class Handler implements Registration {

        private final Consumer<? super T> function;
        private volatile boolean isOpen = true;

        Handler(Consumer<? super T> function) {
            this.function = function;
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

    private final String name;
    private final String topic;
    /** The event that was passed to {@link #ofEvent}; empty if the other constructor made this list. */
    private final String event;

    private final ClientAccess client;
    private final Runnable whenClosed;
    private final List<Handler> all = new CopyOnWriteArrayList<>();

    private Handlers(String name, String topic, String event, ClientAccess client, Runnable whenClosed) {
        this.name = "the " + name + (topic.isEmpty() ? "" : " on " + topic);
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

    /** Makes an empty list of handlers of one event. The list runs this action after each close of a handler. */
    static <T> Handlers<T> ofEvent(String event, String topic, ClientAccess client, Runnable whenClosed) {
        return new Handlers<>("handler of " + event, topic, event, client, whenClosed);
    }

    Registration add(Consumer<? super T> function) {
        Handler added = new Handler(Objects.requireNonNull(function, "handler"));
        all.add(added);
        return added;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Calls all handlers. Reports their exceptions. */
    void call(T value) {
        PayloadMismatchException mismatch = call(value, "");
        if (mismatch != null) {
            report("", mismatch);
        }
    }

    /**
     * Calls all handlers. Reports their exceptions, except {@link PayloadMismatchException}.
     *
     * @param received the event that reports of exceptions name; if empty, they name the event of {@link #ofEvent}
     * @return the first {@link PayloadMismatchException}, which the client counts; null if there is none
     */
    @Nullable
    PayloadMismatchException call(T value, String received) {
        PayloadMismatchException mismatch = null;
        for (Handler handler : all) {
            try {
                if (handler.isOpen) {
                    handler.function.accept(value);
                }
            } catch (PayloadMismatchException thrown) {
                mismatch = mismatch == null ? thrown : mismatch;
            } catch (Throwable thrown) {
                if (thrown instanceof VirtualMachineError fatal && !(thrown instanceof StackOverflowError)) {
                    throw fatal; // ends the client, as in every callback
                }
                report(received, thrown);
            }
        }
        return mismatch;
    }

    private void report(String received, Throwable thrown) {
        boolean isNamed = received.isEmpty();
        String detail = isNamed ? "" : ", called with " + LogSafe.of(received) + ",";
        String what = name + detail + " threw, and the other handlers still run";
        client.report(name, what, thrown, topic, isNamed ? event : received);
    }
}
