package dev.slipstream.process;

/** Logs what was thrown by its class and where it came from: its message may quote a payload or a token. */
final class Wordless {

    private static final System.Logger LOG = System.getLogger("dev.slipstream");

    private Wordless() {}

    static void log(System.Logger.Level level, String who, Throwable thrown) {
        if (LOG.isLoggable(level)) {
            String what = thrown.getClass().getName();
            Throwable trace = new Throwable(what);
            trace.setStackTrace(thrown.getStackTrace());
            LOG.log(level, who + " threw " + what, trace);
        }
    }
}
