package dev.slipstream;

import dev.slipstream.core.Connection;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.Telemetry.Ids;
import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * The events that this library writes to the JDK's Flight Recorder. Only {@link JfrTelemetry} uses this class, and only
 * if the JVM has the recorder. A JVM without the recorder cannot load this class.
 */
final class JfrEvents {

    private JfrEvents() {}

    static void connect(String trace, Connection connection, int attempt, String outcome, Duration took) {
        Connect event = new Connect();
        if (event.isEnabled()) {
            event.trace = trace;
            event.connection = connection.number();
            event.attempt = attempt;
            event.outcome = outcome;
            event.took = took.toNanos();
            event.commit();
        }
    }

    static void connection(Ids ids, Connection connection, DisconnectReason reason, Duration took) {
        Life event = new Life();
        if (event.isEnabled()) {
            event.trace = ids.trace();
            event.id = ids.connection();
            event.connection = connection.number();
            event.reason = reason.toString();
            event.took = took.toNanos();
            event.commit();
        }
    }

    static void join(String trace, Connection connection, String topic, String outcome, Duration took) {
        Join event = new Join();
        if (event.isEnabled()) {
            event.trace = trace;
            event.connection = connection.number();
            event.topic = topic;
            event.outcome = outcome;
            event.took = took.toNanos();
            event.commit();
        }
    }

    static void request(String trace, Connection connection, String topic, String name, String outcome, Duration took) {
        Request event = new Request();
        if (event.isEnabled()) {
            event.trace = trace;
            event.connection = connection.number();
            event.topic = topic;
            event.event = name;
            event.outcome = outcome;
            event.took = took.toNanos();
            event.commit();
        }
    }

    static void callback(String trace, String callback, String topic, String name, String thrown, Duration took) {
        Callback event = new Callback();
        if (event.isEnabled()) {
            event.trace = trace;
            event.callback = callback;
            event.topic = topic;
            event.event = name;
            event.thrown = thrown;
            event.took = took.toNanos();
            event.commit();
        }
    }

    static void handling(Span.HandlingSucceeded handled) {
        Handling event = new Handling();
        if (event.isEnabled()) {
            event.trace = handled.ids().trace();
            event.id = handled.ids().connection();
            event.span = handled.span();
            event.what = handled.what();
            event.effects = String.join(" ", handled.effects());
            event.before = handled.before();
            event.after = handled.after();
            event.took = handled.took().toNanos();
            event.commit();
        }
    }

    static void queues(String trace, Observation.QueuesMeasured measured) {
        Queues event = new Queues();
        if (event.isEnabled()) {
            event.trace = trace;
            event.events = measured.events();
            event.bytes = measured.bytes();
            event.messages = measured.messages();
            event.outbound = measured.outbound();
            event.commit();
        }
    }

    static void notice(String trace, Observation observation) {
        Notice event = new Notice();
        if (event.isEnabled()) {
            event.trace = trace;
            event.name = observation.name();
            event.text = observation.toString();
            event.commit();
        }
    }

    @Category("Slipstream")
    @StackTrace(false)
    abstract static class OfClient extends Event {

        @Label("Trace")
        String trace = "";
    }

    abstract static class Ended extends OfClient {

        @Label("Took")
        @Timespan(Timespan.NANOSECONDS)
        long took;
    }

    @Name("dev.slipstream.Connect")
    @Label("Attempt to connect")
    static final class Connect extends Ended {
        int connection;
        int attempt;
        String outcome = "";
    }

    @Name("dev.slipstream.Connection")
    @Label("Connection")
    static final class Life extends Ended {
        String id = "";
        int connection;
        String reason = "";
    }

    @Name("dev.slipstream.Join")
    @Label("Join")
    static final class Join extends Ended {
        int connection;
        String topic = "";
        String outcome = "";
    }

    @Name("dev.slipstream.Request")
    @Label("Request and reply")
    static final class Request extends Ended {
        int connection;
        String topic = "";
        String event = "";
        String outcome = "";
    }

    @Name("dev.slipstream.Callback")
    @Label("Callback")
    static final class Callback extends Ended {
        String callback = "";
        String topic = "";
        String event = "";
        String thrown = "";
    }

    @Name("dev.slipstream.Handling")
    @Label("Frame or command of a connection")
    @Enabled(false)
    static final class Handling extends Ended {
        String id = "";
        long span;
        String what = "";
        String effects = "";
        String before = "";
        String after = "";
    }

    @Name("dev.slipstream.Queues")
    @Label("Entries in a mailbox")
    static final class Queues extends OfClient {
        int events;

        @DataAmount
        long bytes;

        int messages;

        int outbound;
    }

    @Name("dev.slipstream.Notice")
    @Label("Retries, drops and losses")
    static final class Notice extends OfClient {
        String name = "";
        String text = "";
    }
}
