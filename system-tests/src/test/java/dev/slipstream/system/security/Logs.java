package dev.slipstream.system.security;

import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Captures the log of the whole JVM while it is open: our loggers and the loggers of the libraries. */
final class Logs extends Handler implements AutoCloseable {

    private static final Logger ROOT = Logger.getLogger("");

    private final VisibleTexts texts;
    private final Level before;
    private final List<Handler> others;
    private final SimpleFormatter formatter = new SimpleFormatter();

    private Logs(VisibleTexts texts, Level before, List<Handler> others) {
        this.texts = texts;
        this.before = before;
        this.others = others;
    }

    /** Captures everything at this level and above. */
    static Logs from(Level least, VisibleTexts texts) {
        Logs logs = new Logs(texts, ROOT.getLevel(), List.of(ROOT.getHandlers()));
        logs.others.forEach(ROOT::removeHandler); // keeps these lines out of the build's output
        logs.setLevel(least);
        ROOT.setLevel(least);
        ROOT.addHandler(logs);
        return logs;
    }

    @Override
    public void publish(LogRecord line) {
        texts.see("log of " + line.getLoggerName(), formatter.format(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        ROOT.removeHandler(this);
        ROOT.setLevel(before);
        others.forEach(ROOT::addHandler);
    }
}
