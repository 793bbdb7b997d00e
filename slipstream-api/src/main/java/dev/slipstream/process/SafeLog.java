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

    /** The packages of this library. A test compares them with its modules. */
    static final Set<String> OUR_PACKAGES = Set.of(
            "dev.slipstream",
            "dev.slipstream.process",
            "dev.slipstream.core",
            "dev.slipstream.core.state",
            "dev.slipstream.core.machine",
            "dev.slipstream.core.serializer",
            "dev.slipstream.core.transport",
            "dev.slipstream.serializer.jackson",
            "dev.slipstream.transport.jdk",
            "dev.slipstream.transport.tyrus",
            "dev.slipstream.transport.tyrus.container");

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
            LOG.log(level, who + ": " + what, trace);
        }
    }

    /** The class of an exception, followed by its message if this library wrote that. */
    static String described(Throwable thrown) {
        String type = thrown.getClass().getName();
        String message = thrown.getMessage();
        return message != null && hasOwnMessage(thrown) ? type + ": " + LogSafe.of(message) : type;
    }

    /** Whether the exception is of a class of this library, or of the JDK and thrown by code of this library. */
    private static boolean hasOwnMessage(Throwable thrown) {
        return thrown instanceof SlipstreamException
                ? isOurs(thrown.getClass().getName())
                : thrown.getClass().getName().startsWith("java.") && isThrownHere(thrown.getStackTrace());
    }

    private static boolean isThrownHere(StackTraceElement[] frames) {
        for (StackTraceElement frame : frames) {
            if (!frame.getClassName().equals("java.util.Objects")) { // its requireNonNull throws for its caller
                return isOurs(frame.getClassName());
            }
        }
        return false;
    }

    private static boolean isOurs(String type) {
        return OUR_PACKAGES.contains(type.substring(0, Math.max(type.lastIndexOf('.'), 0)));
    }
}
