package dev.slipstream.system.concurrency;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Lest each restart of thousands is logged: for as long as it takes, for others look for what is logged. */
final class QuietLogging {

    /** Held: the logging of the JDK forgets a logger that nobody holds. */
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
