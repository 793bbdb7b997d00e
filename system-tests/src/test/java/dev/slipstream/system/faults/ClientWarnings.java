package dev.slipstream.system.faults;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** While open, captures the warnings and errors about one server that a client writes to this library's log. */
final class ClientWarnings extends Handler implements AutoCloseable {

    /** A strong reference, because the log manager holds loggers by weak references. */
    private static final Logger LOGGER = Logger.getLogger("dev.slipstream");

    private final String server;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private ClientWarnings(String server) {
        this.server = server;
    }

    /** Captures lines that name this port of 127.0.0.1. Scenarios run at the same time, each with its own port. */
    static ClientWarnings of(int port) {
        ClientWarnings warnings = new ClientWarnings("//127.0.0.1:" + port + "/");
        LOGGER.addHandler(warnings);
        return warnings;
    }

    /** The lines so far, with their levels. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        if (line.getLevel().intValue() >= Level.WARNING.intValue()
                && line.getMessage().contains(server)) {
            lines.add(line.getLevel() + ": " + line.getMessage());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
    }
}
