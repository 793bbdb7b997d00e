package dev.slipstream.system.simulation;

import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What is logged on this thread: by the library of itself, and by a listener that writes to this. */
final class Logs extends Handler implements System.Logger, AutoCloseable {

    /** Kept, for the log manager does not keep it. */
    private static final Logger LOGGER = Logger.getLogger("dev.slipstream");

    private static final AtomicInteger LISTENING = new AtomicInteger();

    private final Thread thread = Thread.currentThread();
    private final Consumer<String> lines;

    private Logs(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Begins to listen. */
    static Logs to(Consumer<String> lines) {
        Logs logs = new Logs(lines);
        if (LISTENING.getAndIncrement() == 0) {
            LOGGER.setUseParentHandlers(false); // each client that ends by a failure says so, and that is thousands
        }
        LOGGER.addHandler(logs);
        return logs;
    }

    @Override
    public void publish(LogRecord line) {
        if (Thread.currentThread().equals(thread)) {
            lines.accept(line.getMessage() + " " + line.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
        if (LISTENING.decrementAndGet() == 0) {
            LOGGER.setUseParentHandlers(true); // others look for what is logged
        }
    }

    @Override
    public String getName() {
        return "lines";
    }

    @Override
    public boolean isLoggable(System.Logger.Level level) {
        return true;
    }

    @Override
    public void log(
            System.Logger.Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
        lines.accept(message + " " + thrown);
    }

    @Override
    public void log(
            System.Logger.Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... params) {
        lines.accept(format);
    }
}
