package dev.slipstream.process;

import dev.slipstream.core.LogSafe;
import dev.slipstream.core.SlipstreamException;
import java.util.Set;

/**
 * Logs an exception with its class and its stack trace. The message is logged only if this library wrote it: any other
 * message may quote a payload or a token.
 */
final class SafeLog {

    private static final System.Logger LOG = System.getLogger("dev.slipstream");

    /** The packages whose misuse exceptions a user may cause. */
    private static final Set<String> OUR_PACKAGES = Set.of(
            "dev.slipstream",
            "dev.slipstream.process",
            "dev.slipstream.core",
            "dev.slipstream.core.state",
            "dev.slipstream.core.serializer",
            "dev.slipstream.serializer.jackson");

    /** Its text is the one that a callback gave to {@code refuse}. By name: this package must not see that one. */
    private static final String REFUSED_CALL = "dev.slipstream.CallRefusedException";

    private final LogLimit limit;

    /** Makes a log that is limited by exception class. */
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
            String what = described(thrown) + count;
            Throwable trace = new Throwable(what);
            trace.setStackTrace(thrown.getStackTrace());
            LOG.log(level, who + " threw " + what, trace);
        }
    }

    /** The class of an exception, followed by its message if this library wrote that. */
    static String described(Throwable thrown) {
        String type = thrown.getClass().getName();
        String message = thrown.getMessage();
        return message != null && hasOwnMessage(thrown) ? type + ": " + LogSafe.of(message) : type;
    }

    /**
     * Exceptions of awaits, joins and payloads never quote content. Misuse counts if code of this library made the exception.
     */
    private static boolean hasOwnMessage(Throwable thrown) {
        boolean isMisuse =
                thrown.getClass() == IllegalStateException.class || thrown.getClass() == IllegalArgumentException.class;
        return (thrown instanceof SlipstreamException
                        && !thrown.getClass().getName().equals(REFUSED_CALL))
                || (isMisuse && isMadeHere(thrown.getStackTrace()));
    }

    private static boolean isMadeHere(StackTraceElement[] frames) {
        if (frames.length == 0) {
            return false;
        }
        String type = frames[0].getClassName();
        return OUR_PACKAGES.contains(type.substring(0, Math.max(type.lastIndexOf('.'), 0)));
    }
}
