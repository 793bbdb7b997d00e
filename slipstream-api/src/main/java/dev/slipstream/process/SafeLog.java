package dev.slipstream.process;

import dev.slipstream.core.LogSafe;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.Socket;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/**
 * Logs an exception with its class and its stack trace. The message is logged only if this library wrote it: any other
 * message may quote a payload or a token.
 */
final class SafeLog {

    private static final System.Logger LOG = System.getLogger("dev.slipstream");
    private static final String OUR_PACKAGES = "dev.slipstream.";

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

    /** A payload mismatch never quotes content. Misuse counts if code of this library made the exception. */
    private static boolean hasOwnMessage(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        boolean isMisuse =
                thrown.getClass() == IllegalStateException.class || thrown.getClass() == IllegalArgumentException.class;
        return thrown instanceof PayloadMismatchException
                || (isMisuse && frames.length > 0 && isOwnCode(frames[0].getClassName()));
    }

    /** By the place that the class was loaded from: the name alone may also be that of a test or another module. */
    private static boolean isOwnCode(String name) {
        if (!name.startsWith(OUR_PACKAGES)) {
            return false;
        }
        try {
            Class<?> at = Class.forName(name, false, SafeLog.class.getClassLoader());
            return isFrom(at, SafeLog.class) || isFrom(at, Socket.class);
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    private static boolean isFrom(Class<?> at, Class<?> ours) {
        CodeSource source = source(at);
        CodeSource own = source(ours);
        return source != null
                && own != null
                && String.valueOf(source.getLocation()).equals(String.valueOf(own.getLocation()));
    }

    private static @Nullable CodeSource source(Class<?> type) {
        return type.getProtectionDomain().getCodeSource();
    }
}
