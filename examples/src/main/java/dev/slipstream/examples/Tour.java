package dev.slipstream.examples;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.testkit.phoenix.ConnectRequest;
import dev.slipstream.testkit.phoenix.ConnectResult;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import java.io.IOException;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A tour of the client over real sockets, from connecting to surviving a cut connection.
 *
 * <p>The tour starts its own Phoenix server. To use yours, set {@code -Dslipstream.uri=...} and {@code
 * -Dslipstream.topic=...}; steps that need the tour's server are then skipped. The channel of your topic must accept
 * any join, and reply to the event {@code ping} with any status.
 *
 * <p>{@code -Dtour.break=cut} breaks the step {@code cut} on purpose, to show that the tour fails then. The exit code
 * is 0 if every step worked. Otherwise it is 1, and the output names the step that failed.
 */
public final class Tour implements AutoCloseable {

    /** The longest wait for something that must happen. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The longest wait in a step that is broken on purpose. Short, because the awaited event never comes. */
    private static final Duration BROKEN_STEP_PATIENCE = Duration.ofSeconds(2);

    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_FIRST_RECONNECT = Duration.ofMillis(1200);
    private static final byte[] BYTES = {0, 1, 2, (byte) 0xfe, (byte) 0xff};

    private final PrintStream out;
    private final Optional<Step> broken;
    private final String topic;
    private final Optional<String> foreignUri;
    private final TourEvents events = new TourEvents();
    private Duration patience = PATIENCE;
    private Optional<PhoenixServer> server = Optional.empty();
    private Optional<RunningClient> client = Optional.empty();

    private Tour(PrintStream out, Optional<Step> broken, Optional<String> foreignUri, String topic) {
        this.out = out;
        this.broken = broken;
        this.foreignUri = foreignUri;
        this.topic = topic;
    }

    public static void main(String[] arguments) throws InterruptedException {
        Optional<String> uri = Optional.ofNullable(System.getProperty("slipstream.uri"));
        String topic = System.getProperty("slipstream.topic", "tour:paris");
        System.exit(walk(System.out, System.getProperty("tour.break", ""), uri, topic));
    }

    /**
     * Runs the tour, and returns the exit code.
     *
     * @param brokenName the name of the step to break on purpose; empty to break no step
     */
    static int walk(PrintStream out, String brokenName, Optional<String> foreignUri, String topic)
            throws InterruptedException {
        Optional<Step> broken = Step.named(brokenName);
        if (!brokenName.isEmpty() && broken.isEmpty()) {
            out.printf("tour.break: there is no step %s; the steps are %s%n", brokenName, Step.names());
            return 1;
        }
        if (foreignUri.isPresent()
                && broken.filter(Predicate.not(Step::canBreakAnywhere)).isPresent()) {
            out.printf("tour.break: %s can only be broken on the tour's own server%n", brokenName);
            return 1;
        }
        try (Tour tour = new Tour(out, broken, foreignUri, topic)) {
            return tour.walk();
        }
    }

    /** Runs the steps until one fails. Returns 1 if a step failed, otherwise 0. */
    private int walk() throws InterruptedException {
        int skipped = 0;
        long start = System.nanoTime();
        for (Step step : Step.values()) {
            if (step.needsOwnServer() && foreignUri.isPresent()) {
                out.printf("%-10s   skipped: it needs the tour's own server%n", step.stepName());
                skipped++;
                continue;
            }
            long began = System.nanoTime();
            try {
                perform(step);
            } catch (RuntimeException e) {
                String what = e instanceof StepFailed ? e.getMessage() : e.toString();
                out.printf("%-10s %5d ms  FAILED: %s%n", step.stepName(), millisSince(began), what);
                out.printf("The tour failed at the step %s%n", step.stepName());
                return 1;
            }
            out.printf("%-10s %5d ms  %s%n", step.stepName(), millisSince(began), step.result());
        }
        String exceptions = skipped == 0 ? "" : ", except the " + skipped + " that were skipped";
        out.printf("All steps worked%s, in %d ms.%n", exceptions, millisSince(start));
        return 0;
    }

    private void perform(Step step) throws InterruptedException {
        patience = isBroken(step) ? BROKEN_STEP_PATIENCE : PATIENCE;
        switch (step) {
            case SERVER -> startServer();
            case CONNECT -> connect();
            case JOIN -> join();
            case REPLY -> reply();
            case BROADCAST -> broadcast();
            case BINARY -> binary();
            case CRASH -> crash();
            case CUT -> cut();
            case LEAVE -> leave();
            case DISCONNECT -> disconnect();
        }
    }

    private void startServer() {
        UserSocket socket = UserSocket.at("/socket").withConnect(Tour::admit).channel("tour:*", TourChannel::new);
        PhoenixServer started = PhoenixServer.start(socket);
        server = Optional.of(started);
        URI address = started.uri();
        if (isBroken(Step.SERVER)) {
            started.close();
        }
        try (Socket probe = new Socket(address.getHost(), address.getPort())) {
            out.printf("The server listens on port %d.%n", probe.getPort());
        } catch (IOException e) {
            throw new StepFailed("nothing listens at " + address + ": " + e.getMessage());
        }
    }

    private static ConnectResult admit(ConnectRequest request) {
        boolean known = request.param("user").filter("guide"::equals).isPresent()
                && request.header("x-tour").filter("paris"::equals).isPresent();
        return known ? ConnectResult.ok("visitors") : ConnectResult.refused();
    }

    private void connect() throws InterruptedException {
        String uri = foreignUri.orElseGet(() -> ownServer().uri().toString());
        Configuration configuration = Configuration.builder(uri)
                .param("user", isBroken(Step.CONNECT) ? "stranger" : "guide")
                .header("x-tour", "paris")
                .connectTimeout(PATIENCE)
                .allowCleartextCredentials()
                .build();
        StartOptions options = StartOptions.builder().quiet().build(); // the tour prints its own lines
        client = Optional.of(Slipstream.start(new TourClient(configuration, events), options));
        TourEvent first = events.await(
                TourEvent.class,
                event -> event instanceof TourEvent.Connected || event instanceof TourEvent.Disconnected,
                patience);
        if (first instanceof TourEvent.Disconnected failed) {
            throw new StepFailed("cannot connect to " + uri + ": " + failed.reason());
        }
    }

    private void join() throws InterruptedException {
        Map<String, Object> params = Map.of("ticket", isBroken(Step.JOIN) ? "locked out" : "valid");
        running().run(socket -> socket.join(topic, params));
        awaitJoined();
    }

    private void reply() throws InterruptedException {
        Reply reply = request(isBroken(Step.REPLY) ? "mumble" : "ping", Map.of());
        if (reply instanceof Reply.Lost) {
            throw new StepFailed("the push was not answered: " + reply);
        }
    }

    private void broadcast() throws InterruptedException {
        String event = isBroken(Step.BROADCAST) ? "whisper" : "shout";
        running().run(socket -> socket.push(topic, event, Map.of("text", "hello")));
        events.await(TourEvent.Said.class, said -> said.event().equals("shout"), patience);
    }

    private void binary() throws InterruptedException {
        Reply reply = request(isBroken(Step.BINARY) ? "ping" : "mirror", BYTES);
        if (!(reply instanceof Reply.Ok(Payload back)) || !back.equals(Payload.binary(BYTES))) {
            throw new StepFailed("the reply has other bytes: " + reply);
        }
    }

    private void crash() throws InterruptedException {
        running().run(socket -> socket.push(topic, isBroken(Step.CRASH) ? "mumble" : "boom", Map.of()));
        events.await(
                TourEvent.TopicClosed.class, closed -> closed.reason() instanceof TopicCloseReason.Crashed, patience);
        awaitJoined();
    }

    private void cut() throws InterruptedException {
        if (isBroken(Step.CUT)) {
            ownServer().refuseNext(1000, 503);
        }
        ownServer().cutConnections();
        events.await(TourEvent.Disconnected.class, lost -> lost.reason() instanceof DisconnectReason.Failed, patience);
        events.await(TourEvent.Connected.class, connected -> true, patience);
        awaitJoined();
    }

    private void leave() throws InterruptedException {
        running().run(socket -> socket.leave(isBroken(Step.LEAVE) ? topic + ":elsewhere" : topic));
        events.await(TourEvent.Left.class, left -> left.topic().equals(topic), patience);
    }

    private void disconnect() throws InterruptedException {
        if (isBroken(Step.DISCONNECT)) {
            ownServer().cutConnections();
        } else {
            running().run(socket -> socket.disconnect());
        }
        events.await(
                TourEvent.Disconnected.class, ended -> ended.reason() instanceof DisconnectReason.Requested, patience);
        events.awaitSilence(LONGEST_FIRST_RECONNECT);
    }

    private Reply request(String event, Object payload) throws InterruptedException {
        Duration timeout = patience.compareTo(REQUEST_TIMEOUT) < 0 ? patience : REQUEST_TIMEOUT;
        running().run(socket -> socket.request(topic, event, payload, event, timeout));
        return events.await(TourEvent.Outcome.class, outcome -> outcome.tag().equals(event), PATIENCE)
                .reply();
    }

    private void awaitJoined() throws InterruptedException {
        events.await(TourEvent.Joined.class, joined -> joined.topic().equals(topic), patience);
    }

    private boolean isBroken(Step step) {
        return broken.filter(step::equals).isPresent();
    }

    private PhoenixServer ownServer() {
        return server.orElseThrow(() -> new IllegalStateException("the tour's own server was not started"));
    }

    private RunningClient running() {
        return client.orElseThrow(() -> new IllegalStateException("the client was not started"));
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    @Override
    public void close() {
        client.ifPresent(RunningClient::close);
        server.ifPresent(PhoenixServer::close);
    }
}
