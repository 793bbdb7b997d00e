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
    private final ClientAccess client;
    private final Runnable whenClosed;
    private final List<Handler> all = new CopyOnWriteArrayList<>();

    /**
     * Makes an empty list of handlers.
     *
     * @param name describes the handlers in the log, such as {@code handler of shout on rooms:lobby}
     */
    Handlers(String name, ClientAccess client) {
        this(name, client, () -> {});
    }

    /** Makes an empty list of handlers, which runs this action after each close of a handler. */
    Handlers(String name, ClientAccess client, Runnable whenClosed) {
        this.name = name;
        this.client = client;
        this.whenClosed = whenClosed;
    }

    Registration add(Consumer<? super T> function) {
        Handler added = new Handler(Objects.requireNonNull(function, "handler"));
        all.add(added);
        return added;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Calls all handlers. Logs their exceptions. */
    void call(T value) {
        PayloadMismatchException mismatch = call(value, "");
        if (mismatch != null) {
            report("", mismatch);
        }
    }

    /**
     * Calls all handlers. Logs their exceptions, except {@link PayloadMismatchException}.
     *
     * @param event the name of the event, for the log; empty if the name of the handlers already says it
     * @return the first {@link PayloadMismatchException}, which the client counts; null if there is none
     */
    @Nullable
    PayloadMismatchException call(T value, String event) {
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
                report(event, thrown);
            }
        }
        return mismatch;
    }

    private void report(String event, Throwable thrown) {
        String detail = event.isEmpty() ? "" : ", called with " + LogSafe.of(event) + ",";
        client.report("the " + name, "the " + name + detail + " threw, and the other handlers still run", thrown);
    }
}
