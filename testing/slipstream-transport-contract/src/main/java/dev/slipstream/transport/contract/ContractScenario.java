package dev.slipstream.transport.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.transport.contract.RecordingListener.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;

/** The servers, transports and recorded calls of one rule of {@link TransportContract}. */
public final class ContractScenario {

    /** The longest wait for an event that must happen. Only a failing rule waits that long. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long SILENCE_MILLIS = 100;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(1);

    private final TransportProvider provider;
    private final Set<Difference> differences;
    private final List<RawServer> servers = new ArrayList<>();
    private final List<Transport> transports = new ArrayList<>();
    private final List<RecordingListener> listeners = new ArrayList<>();
    private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

    private final Set<Thread> threadsBefore = Thread.getAllStackTraces().keySet();

    ContractScenario(TransportProvider provider, Set<Difference> differences) {
        this.provider = provider;
        this.differences = differences;
    }

    RawServer serve(RawServer.Script script) {
        RawServer server = RawServer.start(script);
        servers.add(server);
        return server;
    }

    RawServer serveTls(SSLContext tls, RawServer.Script script) {
        return serveTls(tls, false, List.of(), script);
    }

    RawServer serveTls(SSLContext tls, boolean asksForCertificate, List<String> protocols, RawServer.Script script) {
        RawServer server = RawServer.startTls(tls, asksForCertificate, protocols, script);
        servers.add(server);
        return server;
    }

    /** A loopback address that refuses connections: no server listens there. */
    static InetSocketAddress nobody() {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) server.getLocalSocketAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a websocket. Later calls of this scenario refer to the newest websocket. */
    Transport open(Attempt attempt) {
        RecordingListener listener = new RecordingListener();
        listeners.add(listener);
        Transport transport = provider.open(attempt.handshake(), listener);
        transports.add(transport);
        return transport;
    }

    Transport open(RawServer server) {
        return open(Attempt.to(server, "ws"));
    }

    /** Opens a websocket and waits until it is open. */
    Transport connect(RawServer.Script script) throws InterruptedException {
        Transport transport = open(serve(script));
        opened();
        return transport;
    }

    /** Opens a websocket and waits until it is open. */
    Transport connect(Attempt attempt) throws InterruptedException {
        Transport transport = open(attempt);
        opened();
        return transport;
    }

    /** Opens a websocket. The server writes these bytes, and then reads until TCP ends. */
    void connectAndWrite(byte[]... parts) throws InterruptedException {
        connect(connection -> {
            connection.accept();
            connection.write(parts);
            connection.readToEnd();
        });
    }

    Transport transport() {
        return transports.getLast();
    }

    /** Sends a text on the newest websocket. */
    void send(String text) {
        transport().send(new Frame.Text(text));
        transport().flush();
    }

    /** Opens a websocket whose listener pauses reading after the first message, and sends the text {@code go}. */
    void connectPaused(RawServer.Script script) throws InterruptedException {
        connect(script);
        listener().goOn(false);
        send("go");
    }

    /** Resumes reading after a pause. */
    void resume() {
        listener().goOn(true);
        transport().resumeReading();
    }

    /**
     * Lists platform threads that started after the rule began, except the JVM's carriers of virtual threads and
     * JUnit's timeout thread.
     */
    Set<Thread> newThreads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeAll(threadsBefore);
        threads.removeIf(thread -> !thread.isAlive() || isTheJvms(thread) || isJUnits(thread));
        return threads;
    }

    private static boolean isJUnits(Thread thread) {
        return thread.getName().startsWith("junit-");
    }

    private static boolean isTheJvms(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return thread instanceof ForkJoinWorkerThread
                || thread.getName().startsWith("VirtualThread-")
                || thread.getName().endsWith("-Poller")
                || thread.getName().endsWith("-delayScheduler")
                || (group != null
                        && (group.getName().equals("system") || group.getName().equals("InnocuousThreadGroup")));
    }

    RecordingListener listener() {
        return listeners.getLast();
    }

    Call next() throws InterruptedException {
        return listener().next();
    }

    Call.Opened opened() throws InterruptedException {
        return call(Call.Opened.class);
    }

    Frame received() throws InterruptedException {
        return call(Call.Received.class).frame();
    }

    String text() throws InterruptedException {
        Frame frame = received();
        assertThat(frame).isInstanceOf(Frame.Text.class);
        return ((Frame.Text) frame).text();
    }

    DisconnectReason ended() throws InterruptedException {
        DisconnectReason reason = call(Call.Ended.class).reason();
        assertThat(reason.toString()).doesNotContain(Attempt.SECRET).doesNotContain("token=");
        return reason;
    }

    /** Waits for the end of the websocket, and skips the messages before the end. */
    DisconnectReason endAfterMessages() throws InterruptedException {
        while (true) {
            Call next = listener().next();
            if (!(next instanceof Call.Received)) {
                assertThat(next).isInstanceOf(Call.Ended.class);
                return ((Call.Ended) next).reason();
            }
        }
    }

    Failure connectFailure() throws InterruptedException {
        DisconnectReason reason = ended();
        assertThat(reason).isInstanceOf(DisconnectReason.ConnectFailed.class);
        return ((DisconnectReason.ConnectFailed) reason).failure();
    }

    Failure failure() throws InterruptedException {
        DisconnectReason reason = ended();
        assertThat(reason).isInstanceOf(DisconnectReason.Failed.class);
        return ((DisconnectReason.Failed) reason).failure();
    }

    /** Waits for the end of the websocket, which must be a protocol violation, and returns the violation's code. */
    int violation() throws InterruptedException {
        return violation(ended());
    }

    static int violation(DisconnectReason reason) {
        assertThat(reason).isInstanceOf(DisconnectReason.Failed.class);
        Failure failure = ((DisconnectReason.Failed) reason).failure();
        assertThat(failure).isInstanceOf(Failure.ProtocolViolated.class);
        return ((Failure.ProtocolViolated) failure).code();
    }

    /**
     * Checks that the transport reported a violation. If the transport's test lists this difference, the transport must
     * have accepted the frame instead.
     */
    void violates(Call reported, Difference difference, boolean accepted) {
        differs(difference, accepted);
        if (!accepted) {
            assertThat(reported)
                    .isInstanceOfSatisfying(
                            Call.Ended.class,
                            ended -> assertThat(violation(ended.reason())).isEqualTo(1002));
        }
    }

    private <T extends Call> T call(Class<T> type) throws InterruptedException {
        Call next = listener().next();
        assertThat(next).isInstanceOf(type);
        return type.cast(next);
    }

    /** Polls a condition until it holds, for at most {@link #PATIENCE}. Use it for states that no event reports. */
    static void await(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /** For scripts: waits briefly between writes, so that the written bytes do not fill the heap. */
    void pause() {
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }

    boolean isSilent() throws InterruptedException {
        return listener().nextWithin(SILENCE_MILLIS).isEmpty();
    }

    /** For scripts: passes an object, such as a received frame, to the rule. {@link #seen()} returns the object. */
    void see(Object what) {
        seen.add(what);
    }

    Object seen() throws InterruptedException {
        Object next = seen.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("the server received nothing within " + PATIENCE);
        }
        return next;
    }

    boolean seesNothing() throws InterruptedException {
        return seen.poll(SILENCE_MILLIS, TimeUnit.MILLISECONDS) == null;
    }

    boolean lists(Difference difference) {
        return differences.contains(difference);
    }

    /** Checks that the difference occurs if and only if the transport's test lists it. */
    void differs(Difference difference, boolean occurs) {
        assertThat(occurs)
                .as("the difference %s must occur if and only if %s lists it", difference, provider.name())
                .isEqualTo(lists(difference));
    }

    /** Closes all transports and servers, waits for the terminal calls, and checks the calls of the listeners. */
    void tidyUp() {
        listeners.forEach(listener -> listener.goOn(true));
        transports.forEach(transport -> {
            transport.resumeReading(); // a paused library does not see the end of TCP
            transport.close(1000, "");
        });
        servers.forEach(RawServer::close);
        // Wait, because a transport that has not ended may share threads and connections with the next rule.
        listeners.forEach(listener -> await("the end of a transport", listener::hasEnded));
        listeners.forEach(listener -> assertThat(listener.violations()).isEmpty());
        servers.forEach(server -> assertThat(server.failures()).isEmpty());
    }
}
