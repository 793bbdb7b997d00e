package dev.slipstream.process;

import dev.slipstream.core.Connection;
import dev.slipstream.core.LogSafe;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Logs exceptions. How much of an exception is logged depends on the code that threw it.
 *
 * <ul>
 *   <li>Code of the user, such as a callback, a supplier, a policy or a telemetry listener: everything, with messages,
 *       causes and stack traces. The exception belongs to the user.
 *   <li>Any other code, such as a transport, a serializer or an executor: the class and the stack trace. The message is
 *       logged only if code of this library wrote it, because the message of another library may quote a payload or a
 *       token.
 * </ul>
 */
final class SafeLog {

    private static final System.Logger LOG = System.getLogger("dev.slipstream");

    /** The packages of this library. A test compares them with the library's modules. */
    static final Set<String> OUR_PACKAGES = Set.of(
            "dev.slipstream",
            "dev.slipstream.channels",
            "dev.slipstream.process",
            "dev.slipstream.core",
            "dev.slipstream.core.state",
            "dev.slipstream.core.machine",
            "dev.slipstream.core.machine.client",
            "dev.slipstream.core.machine.connection",
            "dev.slipstream.core.machine.time",
            "dev.slipstream.core.machine.websocket",
            "dev.slipstream.core.presence",
            "dev.slipstream.core.serializer",
            "dev.slipstream.core.transport",
            "dev.slipstream.serializer.jackson",
            "dev.slipstream.transport.jdk",
            "dev.slipstream.transport.netty",
            "dev.slipstream.transport.tyrus",
            "dev.slipstream.transport.tyrus.container");

    /** The most chars of a message that are logged: enough for all messages of this library. */
    private static final int LONGEST = 1000;

    private final LogLimit limit;
    private final Supplier<String> who;

    /** Makes a log; {@code who} names the client in each line. */
    SafeLog(Clock clock, Supplier<String> who) {
        this.who = who;
        this.limit = new LogLimit(clock, (level, line) -> LOG.log(level, who.get() + ", " + line));
    }

    /**
     * Logs an exception, or counts it.
     *
     * @param place which code threw, and the consequence; lines are limited for each place and exception class
     */
    void limited(System.Logger.Level level, Connection connection, String place, Throwable thrown) {
        limit.line(
                level,
                place + ": " + thrown.getClass().getName(),
                count -> log(level, who.get() + ", " + connection + ": " + place, thrown, count));
    }

    /**
     * Logs the exception of a callback whole, or counts it; lines are limited for each callback and exception class.
     */
    void ofCallback(String callback, Throwable thrown) {
        ofUser(callback, callback + " threw, its operations are discarded, and the client continues", thrown);
    }

    /**
     * Logs an exception of user code whole, or counts it; lines are limited for each cause and class. Catches all
     * exceptions: a handler of the log may throw, and must not harm the client.
     *
     * @param what which code threw, and the consequence
     */
    void ofUser(String cause, String what, Throwable thrown) {
        try {
            limit.line(
                    System.Logger.Level.ERROR,
                    cause + " threw " + thrown.getClass().getName(),
                    count -> logWhole(System.Logger.Level.ERROR, who.get() + ": " + what, thrown, count));
        } catch (Throwable ignored) {
            // there is no other place to report this exception
        }
    }

    /** Writes all counts, because the client has ended. Catches all exceptions, as {@link #ofUser} does. */
    void writeCounts() {
        try {
            limit.writeAll();
        } catch (Throwable ignored) {
            // there is no other place to report this exception
        }
    }

    /** Logs an exception of user code with its message, its causes and its stack trace. */
    static void logWhole(System.Logger.Level level, String what, Throwable thrown, String count) {
        LOG.log(level, what + ": " + textOf(thrown) + count, thrown);
    }

    /** The text of an exception on one line; only its class if its {@code toString} throws. */
    private static String textOf(Throwable thrown) {
        try {
            return LogSafe.of(thrown.toString(), LONGEST);
        } catch (RuntimeException e) {
            return thrown.getClass().getName();
        }
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

    /** The class of an exception, followed by its message if code of this library threw it. */
    static String described(Throwable thrown) {
        String type = thrown.getClass().getName();
        String message = thrown.getMessage();
        return message != null && hasOwnMessage(thrown) ? type + ": " + LogSafe.of(message, LONGEST) : type;
    }

    /**
     * Whether code of the user threw an exception that a state machine of this library passed on. State machines call
     * no other libraries, only methods of objects of the user, such as {@code hashCode} of a timer's key. False if the
     * exception has no stack trace.
     */
    static boolean isOfUser(Throwable thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            String type = frame.getClassName();
            if (!type.startsWith("java.") && !type.startsWith("jdk.")) { // the JDK throws on behalf of its caller
                return !isOurs(type);
            }
        }
        return false;
    }

    /** Whether code of this library threw the exception, and the exception's class is of this library or of the JDK. */
    static boolean hasOwnMessage(Throwable thrown) {
        String type = thrown.getClass().getName();
        return (isOurs(type) || type.startsWith("java.")) && isThrownHere(thrown.getStackTrace());
    }

    private static boolean isThrownHere(StackTraceElement[] frames) {
        for (StackTraceElement frame : frames) {
            if (!frame.getClassName().equals("java.util.Objects")) { // requireNonNull throws on behalf of its caller
                return isOurs(frame.getClassName());
            }
        }
        return false;
    }

    private static boolean isOurs(String type) {
        return OUR_PACKAGES.contains(type.substring(0, Math.max(type.lastIndexOf('.'), 0)));
    }
}
