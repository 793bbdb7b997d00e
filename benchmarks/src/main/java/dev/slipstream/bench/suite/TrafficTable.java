package dev.slipstream.bench.suite;

import static dev.slipstream.bench.report.Bound.atLeast;
import static dev.slipstream.bench.report.Bound.atMost;
import static dev.slipstream.bench.suite.Load.MESSAGES;
import static dev.slipstream.bench.suite.Load.REQUESTS;
import static dev.slipstream.bench.suite.Load.SINGLE_MESSAGES;
import static dev.slipstream.bench.suite.Load.SINGLE_REQUESTS;
import static dev.slipstream.bench.suite.Load.TRIPS;
import static dev.slipstream.bench.suite.Rival.CHANNELS_JDK;
import static dev.slipstream.bench.suite.Rival.CHANNELS_NETTY;
import static dev.slipstream.bench.suite.Rival.JAVA_PHOENIX;
import static dev.slipstream.bench.suite.Rival.JAVA_PHOENIX_COMPRESSED;
import static dev.slipstream.bench.suite.Rival.JDK;
import static dev.slipstream.bench.suite.Rival.JDK_TLS;
import static dev.slipstream.bench.suite.Rival.OURS_JDK;
import static dev.slipstream.bench.suite.Rival.OURS_JDK_TLS;
import static dev.slipstream.bench.suite.Rival.OURS_NETTY;
import static dev.slipstream.bench.suite.Rival.OURS_NETTY_TLS;
import static dev.slipstream.bench.suite.Rival.OURS_TYRUS;
import static dev.slipstream.bench.suite.Rival.PHOENIX_JS;
import static dev.slipstream.bench.suite.Rival.PHOENIX_JS_COMPRESSED;
import static dev.slipstream.bench.suite.Rival.SESSION_JDK;
import static dev.slipstream.bench.suite.Rival.SESSION_NETTY;
import static dev.slipstream.bench.suite.Rival.SESSION_TYRUS;
import static dev.slipstream.bench.suite.Rival.TYRUS;
import static dev.slipstream.bench.suite.Traffic.Figure.CPU;
import static dev.slipstream.bench.suite.Traffic.Figure.P50;
import static dev.slipstream.bench.suite.Traffic.Figure.WALL;

import dev.slipstream.bench.report.Bound;
import dev.slipstream.bench.report.Measure;
import java.util.ArrayList;
import java.util.List;

/** The rows of the table about messages and requests. A row appears only if both of its clients were measured. */
final class TrafficTable {

    private static final String ONE = "one request awaited";
    private static final String ONE_IN_CALLBACKS = "one request in callbacks";

    private final Traffic traffic;
    private final boolean hasModes;
    private final List<Measure> rows = new ArrayList<>();

    /**
     * Makes the rows.
     *
     * @param hasModes whether the server writes in two modes, which the names of rows must tell apart
     */
    static List<Measure> rows(Traffic traffic, boolean hasModes) {
        TrafficTable table = new TrafficTable(traffic, hasModes);
        table.addMessages();
        table.addRequests();
        table.addTrips();
        table.addChannels();
        table.addNetty();
        table.addTyrus();
        table.addTls();
        table.addCompression();
        return List.copyOf(table.rows);
    }

    private TrafficTable(Traffic traffic, boolean hasModes) {
        this.traffic = traffic;
        this.hasModes = hasModes;
    }

    private void addMessages() {
        under("", MESSAGES, WALL, OURS_JDK, JDK, atLeast(0.35), atLeast(0.9));
        over("", MESSAGES, CPU, OURS_JDK, JDK, atMost(4), atMost(1.5));
        under("", MESSAGES, WALL, OURS_JDK, JAVA_PHOENIX, atLeast(3), atLeast(10));
        // No gate, because the JDK's websocket alone uses most of the CPU time that a gate could allow. The transport
        // over Netty has a gate for this measure.
        saving("", MESSAGES, CPU, OURS_JDK, JAVA_PHOENIX);
        over("", MESSAGES, CPU, OURS_JDK, PHOENIX_JS, atMost(1.2), atMost(0.5));
        // The best ratio that any client over the JDK's websocket could reach.
        info("bare JDK: ", MESSAGES, CPU, JDK, JAVA_PHOENIX);
        info("", SINGLE_MESSAGES, CPU, OURS_JDK, JDK);
        saving("", SINGLE_MESSAGES, CPU, OURS_JDK, JAVA_PHOENIX);
        info("", SINGLE_MESSAGES, CPU, OURS_JDK, PHOENIX_JS);
        info("session: ", MESSAGES, CPU, SESSION_JDK, JDK);
    }

    private void addRequests() {
        over("", REQUESTS, CPU, OURS_JDK, JDK, atMost(2), atMost(1.2));
        under("", REQUESTS, CPU, OURS_JDK, JAVA_PHOENIX, atLeast(3.5), atLeast(4.5));
        info("", REQUESTS, CPU, OURS_JDK, PHOENIX_JS);
        info("bare JDK: ", REQUESTS, CPU, JDK, JAVA_PHOENIX);
        info("", SINGLE_REQUESTS, CPU, OURS_JDK, JDK);
        saving("", SINGLE_REQUESTS, CPU, OURS_JDK, JAVA_PHOENIX);
        over("", SINGLE_REQUESTS, CPU, OURS_JDK, PHOENIX_JS, atMost(0.6), atMost(0.5));
    }

    private void addTrips() {
        over(ONE, SESSION_JDK, P50, JDK, atMost(3), atMost(1.5));
        over(ONE, SESSION_JDK, P50, JAVA_PHOENIX, atMost(1), atMost(0.5));
        info(ONE, SESSION_JDK, P50, PHOENIX_JS);
        info(ONE_IN_CALLBACKS, OURS_JDK, P50, JDK);
        over(ONE, SESSION_JDK, CPU, PHOENIX_JS, atMost(1.4), atMost(1.1));
        over(ONE_IN_CALLBACKS, OURS_JDK, CPU, PHOENIX_JS, atMost(1.1), atMost(0.9));
        info(ONE_IN_CALLBACKS, OURS_JDK, CPU, JDK);
        info(ONE_IN_CALLBACKS, OURS_JDK, CPU, JAVA_PHOENIX);
    }

    private void addChannels() {
        over("channel handle: ", MESSAGES, CPU, CHANNELS_JDK, OURS_JDK, atMost(1.25), atMost(1.05));
        info("channel handle: ", REQUESTS, CPU, CHANNELS_JDK, OURS_JDK);
        info("channel handle: one request awaited", CHANNELS_JDK, CPU, SESSION_JDK);
        info("netty, channel handle: ", MESSAGES, CPU, CHANNELS_NETTY, OURS_NETTY);
        info("netty, channel handle: ", REQUESTS, CPU, CHANNELS_NETTY, OURS_NETTY);
    }

    private void addNetty() {
        under("netty: ", MESSAGES, CPU, OURS_NETTY, JAVA_PHOENIX, atLeast(10), atLeast(18));
        over("netty: ", MESSAGES, CPU, OURS_NETTY, JDK, atMost(0.75), atMost(0.45));
        over("netty: ", MESSAGES, CPU, OURS_NETTY, PHOENIX_JS, atMost(0.35), atMost(0.2));
        under("netty: ", MESSAGES, WALL, OURS_NETTY, JDK, atLeast(1.3), atLeast(3));
        info("netty, session: ", MESSAGES, CPU, SESSION_NETTY, JDK);
        info("netty: ", SINGLE_MESSAGES, CPU, OURS_NETTY, JDK);
        saving("netty: ", SINGLE_MESSAGES, CPU, OURS_NETTY, JAVA_PHOENIX);
        info("netty: ", SINGLE_MESSAGES, CPU, OURS_NETTY, PHOENIX_JS);
        under("netty: ", REQUESTS, CPU, OURS_NETTY, JAVA_PHOENIX, atLeast(8), atLeast(14));
        over("netty: ", REQUESTS, CPU, OURS_NETTY, JDK, atMost(0.5), atMost(0.35));
        info("netty: ", REQUESTS, CPU, OURS_NETTY, PHOENIX_JS);
        info("netty: ", SINGLE_REQUESTS, CPU, OURS_NETTY, JDK);
        saving("netty: ", SINGLE_REQUESTS, CPU, OURS_NETTY, JAVA_PHOENIX);
        info("netty: ", SINGLE_REQUESTS, CPU, OURS_NETTY, PHOENIX_JS);
        if (has(TRIPS, SESSION_NETTY, JDK)) {
            rows.add(traffic.over("netty: " + ONE, TRIPS, P50, SESSION_NETTY, JDK, atMost(1.5), atMost(0.9))
                    .withoutGate());
        }
        over("netty: " + ONE, SESSION_NETTY, CPU, PHOENIX_JS, atMost(1.4), atMost(1.1));
        over("netty: " + ONE_IN_CALLBACKS, OURS_NETTY, CPU, PHOENIX_JS, atMost(1.1), atMost(0.9));
    }

    private void addTyrus() {
        info("tyrus: ", MESSAGES, CPU, OURS_TYRUS, TYRUS);
        info("tyrus: ", MESSAGES, WALL, OURS_TYRUS, TYRUS);
        info("tyrus, session: ", MESSAGES, CPU, SESSION_TYRUS, TYRUS);
        info("tyrus: ", REQUESTS, CPU, OURS_TYRUS, TYRUS);
        info("tyrus: " + ONE, SESSION_TYRUS, P50, TYRUS);
        info("tyrus: " + ONE, SESSION_TYRUS, CPU, PHOENIX_JS);
        info("tyrus: " + ONE_IN_CALLBACKS, OURS_TYRUS, CPU, PHOENIX_JS);
    }

    private void addTls() {
        info("TLS: ", MESSAGES, CPU, OURS_JDK_TLS, JDK_TLS);
        info("TLS: ", SINGLE_REQUESTS, CPU, OURS_JDK_TLS, JDK_TLS);
        info("TLS: " + ONE_IN_CALLBACKS, OURS_JDK_TLS, CPU, JDK_TLS);
        info("netty, TLS: ", MESSAGES, CPU, OURS_NETTY_TLS, JDK_TLS);
        info("netty, TLS: ", SINGLE_REQUESTS, CPU, OURS_NETTY_TLS, JDK_TLS);
        info("netty, TLS: " + ONE_IN_CALLBACKS, OURS_NETTY_TLS, CPU, JDK_TLS);
    }

    /** What compression costs the other clients. The messages of 100 B compress to about two thirds. */
    private void addCompression() {
        info("JavaPhoenixClient, compression: ", MESSAGES, CPU, JAVA_PHOENIX_COMPRESSED, JAVA_PHOENIX);
        info("JavaPhoenixClient, compression: ", SINGLE_REQUESTS, CPU, JAVA_PHOENIX_COMPRESSED, JAVA_PHOENIX);
        info("phoenix.js, compression: ", MESSAGES, CPU, PHOENIX_JS_COMPRESSED, PHOENIX_JS);
        info("phoenix.js, compression: ", SINGLE_REQUESTS, CPU, PHOENIX_JS_COMPRESSED, PHOENIX_JS);
    }

    private void over(String who, Load load, Traffic.Figure figure, Rival ours, Rival other, Bound gate, Bound goal) {
        if (has(load, ours, other)) {
            rows.add(traffic.over(who + title(load), load, figure, ours, other, gate, goal));
        }
    }

    private void under(String who, Load load, Traffic.Figure figure, Rival ours, Rival other, Bound gate, Bound goal) {
        if (has(load, ours, other)) {
            rows.add(traffic.under(who + title(load), load, figure, ours, other, gate, goal));
        }
    }

    private void info(String who, Load load, Traffic.Figure figure, Rival ours, Rival other) {
        if (has(load, ours, other)) {
            rows.add(traffic.informative(who + title(load), load, figure, ours, other));
        }
    }

    private void saving(String who, Load load, Traffic.Figure figure, Rival ours, Rival other) {
        if (has(load, ours, other)) {
            rows.add(traffic.informativeUnder(who + title(load), load, figure, ours, other));
        }
    }

    private void over(String what, Rival ours, Traffic.Figure figure, Rival other, Bound gate, Bound goal) {
        if (has(TRIPS, ours, other)) {
            rows.add(traffic.over(what, TRIPS, figure, ours, other, gate, goal));
        }
    }

    private void info(String what, Rival ours, Traffic.Figure figure, Rival other) {
        if (has(TRIPS, ours, other)) {
            rows.add(traffic.informative(what, TRIPS, figure, ours, other));
        }
    }

    private boolean has(Load load, Rival ours, Rival other) {
        return traffic.has(load, ours) && traffic.has(load, other);
    }

    private String title(Load load) {
        return switch (load) {
            case MESSAGES -> "message received" + (hasModes ? ", many frames per write" : "");
            case REQUESTS -> "64 requests in flight" + (hasModes ? ", many frames per write" : "");
            case SINGLE_MESSAGES -> "message received, one frame per write";
            case SINGLE_REQUESTS -> "64 requests in flight, one frame per write";
            case TRIPS -> ONE;
        };
    }
}
