package dev.slipstream.process;

/** Logs what was thrown by its class and where it came from: its message may quote a payload or a token. */
final class SafeLog {

    private static final System.Logger LOG = System.getLogger("dev.slipstream");

    private final LogLimit limit;

    /** Makes a log that is limited by the class of what was thrown. */
    SafeLog(Clock clock) {
        this.limit = new LogLimit(clock, LOG::log);
    }

    void limited(System.Logger.Level level, String who, Throwable thrown) {
        limit.line(level, thrown.getClass().getName(), count -> log(level, who, thrown, count));
    }

    static void log(System.Logger.Level level, String who, Throwable thrown) {
        log(level, who, thrown, "");
    }

    private static void log(System.Logger.Level level, String who, Throwable thrown, String count) {
        if (LOG.isLoggable(level)) {
            String what = thrown.getClass().getName() + count;
            Throwable trace = new Throwable(what);
            trace.setStackTrace(thrown.getStackTrace());
            LOG.log(level, who + " threw " + what, trace);
        }
    }
}
