package dev.slipstream.system.simulation;

import java.util.ResourceBundle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Captures what the library and {@code LoggerTelemetry} log on this thread. */
final class CapturedLogs extends Handler implements System.Logger, AutoCloseable {

    /** A strong reference, because the log manager holds loggers by weak references. */
    private static final Logger LOGGER = Logger.getLogger("dev.slipstream");

    private static final AtomicInteger ACTIVE = new AtomicInteger();

    private final Thread thread = Thread.currentThread();
    private final Consumer<String> lines;

    private CapturedLogs(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Starts to capture. */
    static CapturedLogs to(Consumer<String> lines) {
        CapturedLogs logs = new CapturedLogs(lines);
        if (ACTIVE.getAndIncrement() == 0) {
            LOGGER.setUseParentHandlers(false); // keeps the failures of thousands of clients off the console
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
        if (ACTIVE.decrementAndGet() == 0) {
            LOGGER.setUseParentHandlers(true); // other tests need the parent handlers
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
