package dev.slipstream.system.telemetry;

import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A logger that keeps the lines at a level and above. */
final class Lines implements System.Logger {

    final List<String> all = new CopyOnWriteArrayList<>();
    private final Level least;

    Lines(Level least) {
        this.least = least;
    }

    @Override
    public String getName() {
        return "lines";
    }

    @Override
    public boolean isLoggable(Level level) {
        return level.getSeverity() >= least.getSeverity();
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String message, Throwable thrown) {
        log(level, bundle, message + " " + thrown, new Object[0]);
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String format, Object... params) {
        all.add(level + " " + format);
    }
}
