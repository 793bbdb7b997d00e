package dev.slipstream.system.concurrency;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Silences the log of thousands of restarts while a scenario runs, and then restores it for other tests. */
final class QuietLogging {

    /** Strongly referenced, because {@code java.util.logging} forgets a logger without references. */
    private static final Logger LOG = Logger.getLogger("dev.slipstream");

    private QuietLogging() {}

    static void whileRunning(Runnable what) {
        Level before = LOG.getLevel();
        LOG.setLevel(Level.WARNING);
        try {
            what.run();
        } finally {
            LOG.setLevel(before);
        }
    }
}
