package dev.slipstream.system.mistakes;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** While open, captures the lines that a {@link Mistake}'s client writes to this library's log. */
final class LoggedLines extends Handler implements AutoCloseable {

    /** A strong reference, because the log manager holds loggers by weak references. */
    private static final Logger LOGGER = Logger.getLogger("dev.slipstream");

    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /** The name of the client. Lines of other clients are ignored. */
    private final String client = Mistake.client();

    private LoggedLines() {}

    static LoggedLines open() {
        LoggedLines lines = new LoggedLines();
        LOGGER.addHandler(lines);
        LOGGER.setUseParentHandlers(false); // keeps these lines out of the build's output
        return lines;
    }

    /** Waits for the first line, and returns it with its level. */
    String first() throws InterruptedException {
        String first = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (first == null) {
            throw new IllegalStateException("the client logged nothing");
        }
        return first;
    }

    @Override
    public void publish(LogRecord line) {
        boolean isProblem = line.getLevel().intValue() >= Level.WARNING.intValue();
        if (isProblem && line.getMessage().contains("client " + client + " ")) {
            lines.add(line.getLevel() + ": " + line.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
        LOGGER.setUseParentHandlers(true);
    }
}
