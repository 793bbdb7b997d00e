// This file has more than 300 lines, because all actions and assertions of a test are in one list.
package dev.slipstream.testkit;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.Payload;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.serializer.Serializer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A test of a client without a network. The test acts as the server and controls the time.
 *
 * <p>The processes, state machines and serializer are real. The test replaces the network, clock and threads. Work runs
 * only while the test calls a method of this class, or waits in a method of {@link RunningClient}. Each call returns
 * when no work is left at the current instant. Time passes in {@link #advance} and while an assertion waits. A backoff
 * of seconds therefore takes no real time.
 *
 * <pre>{@code
 * try (SocketTest test = SocketTest.open()) {
 *     test.start(new Lobby());
 *     test.acceptConnect();
 *     test.accept(test.assertJoin("rooms:lobby", Map.of("user", 1)));
 *     ClientAction.Push push = test.assertPush("rooms:lobby", "hello");
 *     test.reply(push, Map.of("welcome", true));
 *     test.cutConnection();
 *     test.connectAndJoin("rooms:lobby");
 * }
 * }</pre>
 *
 * <p>An assertion takes the first matching action that no earlier assertion took. It waits for the action up to 10 s of
 * the test's time. A {@code refute} method checks the actions that no assertion took. By default it does not wait.
 * {@link #within} changes both waiting times. A topic or event is an exact name, or a prefix followed by a star.
 * The server answers heartbeats and close frames until {@link #fallSilent}.
 *
 * <p>A test fails in three cases: a callback called an operation but returned a socket without it; the client failed
 * and the test did not call {@link #assertStopped}; a callback threw and the client did not override {@code
 * handleFailure}. In the first case, the current or the next call on the test throws. In the other two cases,
 * {@link #close} throws.
 *
 * <p>Only one thread at a time may use a test. The test waits for threads of {@link #run}. It does not wait for your
 * own threads, except for suppliers of credentials and join params.
 */
public final class SocketTest implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Scenario scenario;
    private final Duration patience;
    private final Duration watch;

    private SocketTest(Scenario scenario, Duration patience, Duration watch) {
        this.scenario = scenario;
        this.patience = patience;
        this.watch = watch;
    }

    /** Opens a test. */
    public static SocketTest open() {
        return new SocketTest(Scenario.inNewRuntime(), PATIENCE, Duration.ZERO);
    }

    /** Opens a test of another client, which has its own server. The tests share one clock, and close together. */
    public SocketTest beside() {
        return new SocketTest(scenario.beside(), PATIENCE, Duration.ZERO);
    }

    /**
     * Returns a view of this test with another waiting time. The view's assertions wait at most this long. Its {@code
     * refute} methods wait this long for the refuted action.
     */
    public SocketTest within(Duration span) {
        return new SocketTest(scenario, notNegative(span), span);
    }

    /**
     * Stops the client and ends the test.
     *
     * @throws AssertionError if a callback lost an operation, the client failed unexpectedly, or a websocket is still
     *     open
     */
    @Override
    public void close() {
        scenario.close();
    }

    /**
     * Sets the serializer of the test's server and of all clients that use the test's options. The default is Phoenix's
     * JSON. Code in {@link #run} that uses other options must set the serializer in those options. A serializer whose
     * {@code vsn} does not begin with {@code 2.} must decode the frames that it encodes, because the server uses it
     * too.
     *
     * @throws IllegalStateException if a websocket with another serializer has not ended
     */
    public void speak(Serializer format) {
        scenario.server().speak(Objects.requireNonNull(format, "format"));
    }

    // --- time -------------------------------------------------------------------------------------------------------

    /** The virtual time since the test was opened. */
    public Duration now() {
        return scenario.time().now();
    }

    /** Advances the time by this duration, and runs the work that falls due. 0 runs only the work that is due now. */
    public void advance(Duration span) {
        scenario.act(() -> scenario.time().advance(notNegative(span)));
    }

    /**
     * Runs code that waits, such as a {@code call} or a script with a session, on a thread of the test. The code
     * continues while the test waits. Clients and sessions that the code starts connect to this test.
     *
     * @return the result or exception of the code, for {@link #await}
     */
    public <T> CompletableFuture<T> run(Callable<T> work) {
        return scenario.run(work);
    }

    /** Waits in virtual time until a stage completes. Returns the stage's result, or throws the stage's exception. */
    public <T> T await(CompletionStage<T> answer) {
        return scenario.await(answer, patience);
    }

    // --- the client -------------------------------------------------------------------------------------------------

    /**
     * Starts the client and runs its {@code init}.
     *
     * @throws IllegalStateException if this test has a running client
     */
    public RunningClient start(SlipstreamClient client) {
        return start(client, UnaryOperator.identity());
    }

    /**
     * Like {@link #start(SlipstreamClient)}, with changed options. The test's transport and executor are always used.
     */
    public RunningClient start(SlipstreamClient client, UnaryOperator<StartOptions.Builder> changes) {
        return scenario.start(options -> Slipstream.start(client, options), scenario.options(changes));
    }

    /**
     * Like {@link #start(SlipstreamClient)}, for a client that other code starts. The function receives the test's
     * options, starts the client with them, and returns the running client.
     */
    public RunningClient startBy(Function<StartOptions, RunningClient> starter) {
        return scenario.start(starter, scenario.options());
    }

    /**
     * The client.
     *
     * @throws IllegalStateException if no client was started
     */
    public RunningClient client() {
        return scenario.client("ask for the client");
    }

    /**
     * Sends the client a message for {@code handleInfo}.
     *
     * @throws IllegalStateException if no client was started, or the client has stopped
     */
    public void send(Object message) {
        scenario.act(() -> scenario.livingClient("send").send(message));
    }

    /** Like {@link #send}, but the message is for {@code handleCast}. */
    public void cast(Object message) {
        scenario.act(() -> scenario.livingClient("cast").cast(message));
    }

    /**
     * Calls the client. If the client needs the server for its answer, make the call with {@link #run} instead.
     *
     * @throws IllegalStateException if no client was started, or the client has stopped
     */
    public <T> T call(Function<From<T>, ?> message) {
        return scenario.act(() -> scenario.livingClient("call").call(message));
    }

    /** Waits until the client stops, and returns the reason. */
    public StopReason assertStopped() {
        return scenario.awaitStop(patience);
    }

    /** Asserts that the client does not stop. */
    public void refuteStopped() {
        scenario.refuteStop(watch);
    }

    // --- connections ------------------------------------------------------------------------------------------------

    /** Waits until the client connects, and accepts the connection. */
    public ClientAction.Connect acceptConnect() {
        ClientAction.Connect connect = opening();
        scenario.act(() -> scenario.server().link(connect.connection()).open());
        return connect;
    }

    /** Waits until the client connects, and answers with this HTTP status. */
    public ClientAction.Connect refuseConnect(int status) {
        return failConnect(Failure.HandshakeRefused.of(status));
    }

    /** Waits until the client connects, and makes the attempt fail. */
    public ClientAction.Connect failConnect(Failure failure) {
        ClientAction.Connect connect = opening();
        end(connect.connection(), new DisconnectReason.ConnectFailed(failure));
        return connect;
    }

    /** Asserts that the client does not connect. */
    public void refuteConnect() {
        scenario.refute(Expectation.connect(this::isOpening), watch);
    }

    /** Waits until the client closes its connection or cancels an attempt. */
    public ClientAction.Disconnect assertDisconnect() {
        return scenario.take(Expectation.disconnect(), patience);
    }

    /** Asserts that the client does not close its connection. */
    public void refuteDisconnect() {
        scenario.refute(Expectation.disconnect(), watch);
    }

    /**
     * Closes the connection with a close frame of the server.
     *
     * @throws IllegalStateException if the client is not connected
     */
    public void closeConnection(int code, String text) {
        end(open("close the connection"), new DisconnectReason.Closed(code, text));
    }

    /**
     * Ends TCP without a close frame.
     *
     * @throws IllegalStateException if the client is not connected
     */
    public void cutConnection() {
        failConnection(new Failure.ConnectionLost("the test cut it"));
    }

    /**
     * Ends the connection with this failure.
     *
     * @throws IllegalStateException if the client is not connected
     */
    public void failConnection(Failure failure) {
        end(open("fail the connection"), new DisconnectReason.Failed(failure));
    }

    /** Stops the server's automatic answers to heartbeats and close frames. */
    public void fallSilent() {
        scenario.server().fallSilent();
    }

    private ClientAction.Connect opening() {
        return scenario.take(Expectation.connect(this::isOpening), patience);
    }

    private boolean isOpening(ClientAction.Connect connect) {
        return scenario.server().link(connect.connection()).state() == TestLink.State.OPENING;
    }

    private int open(String doing) {
        return scenario.server().openLink(doing).number();
    }

    private void end(int connection, DisconnectReason reason) {
        scenario.act(() -> scenario.server().link(connection).end(reason));
    }

    // --- topics -----------------------------------------------------------------------------------------------------

    /** Waits for a join, and does not answer it. */
    public ClientAction.Join assertJoin(String topic) {
        return scenario.take(Expectation.join(topic), patience);
    }

    /**
     * Like {@link #assertJoin(String)}, with these params.
     *
     * @param params a value that the serializer can encode; compared by JSON value
     */
    public ClientAction.Join assertJoin(String topic, Object params) {
        Payload wanted = scenario.server().encode(params);
        return scenario.take(
                Expectation.join(topic)
                        .where(
                                " with " + Log.inFull(wanted),
                                join -> join.params().equals(wanted)),
                patience);
    }

    /** Like {@link #assertJoin(String)}, with params that match a predicate. */
    public ClientAction.Join assertJoin(String topic, Predicate<Payload> params) {
        return scenario.take(
                Expectation.join(topic)
                        .where(" with params that match the predicate", join -> params.test(join.params())),
                patience);
    }

    /** Asserts that the client does not join the topic. */
    public void refuteJoin(String topic) {
        scenario.refute(Expectation.join(topic), watch);
    }

    /** Accepts a join with the response {@code {}}. */
    public void accept(ClientAction.Join join) {
        accept(join, Map.of());
    }

    /** Accepts a join with this response. */
    public void accept(ClientAction.Join join, Object response) {
        reply(join, response);
    }

    /** Refuses a join with this response. */
    public void refuse(ClientAction.Join join, Object response) {
        reply(join, "error", response);
    }

    /** Waits for a join, and accepts it. */
    public ClientAction.Join acceptJoin(String topic) {
        ClientAction.Join join = assertJoin(topic);
        accept(join);
        return join;
    }

    /** Waits for a join, and refuses it. */
    public ClientAction.Join refuseJoin(String topic, Object response) {
        ClientAction.Join join = assertJoin(topic);
        refuse(join, response);
        return join;
    }

    /** Accepts a connection, then a join of the topic. */
    public ClientAction.Join connectAndJoin(String topic) {
        acceptConnect();
        return acceptJoin(topic);
    }

    /** Waits for a leave, and does not answer it. */
    public ClientAction.Leave assertLeave(String topic) {
        return scenario.take(Expectation.leave(topic), patience);
    }

    /** Waits for a leave, and answers it. */
    public ClientAction.Leave acceptLeave(String topic) {
        ClientAction.Leave leave = assertLeave(topic);
        reply(leave, Map.of());
        return leave;
    }

    /** Asserts that the client does not leave the topic. */
    public void refuteLeave(String topic) {
        scenario.refute(Expectation.leave(topic), watch);
    }

    /**
     * Crashes the channel on the server.
     *
     * @throws IllegalStateException if the test accepted no join of the topic
     */
    public void crash(String topic) {
        endTopic(topic, "crash", "phx_error", Map.of("reason", "channel_crash"));
    }

    /**
     * Ends the channel normally on the server.
     *
     * @throws IllegalStateException if the test accepted no join of the topic
     */
    public void closeTopic(String topic) {
        endTopic(topic, "close", "phx_close", Map.of());
    }

    private void endTopic(String topic, String doing, String event, Object payload) {
        TestLink link = scenario.server().openLink(doing + " " + topic);
        String joinRef = TestServer.joinRef(link, topic, doing);
        scenario.act(() -> scenario.server().end(link, topic, joinRef, event, payload));
    }

    // --- messages ---------------------------------------------------------------------------------------------------

    /** Waits for a push. A request is a push, too. */
    public ClientAction.Push assertPush(String topic, String event) {
        return scenario.take(Expectation.push(topic, event), patience);
    }

    /**
     * Like {@link #assertPush(String, String)}, with this payload.
     *
     * @param payload a value that the serializer can encode, compared by JSON value; a {@code byte[]} is binary
     */
    public ClientAction.Push assertPush(String topic, String event, Object payload) {
        return scenario.take(pushWith(topic, event, payload), patience);
    }

    /** Like {@link #assertPush(String, String)}, with a payload that matches a predicate. */
    public ClientAction.Push assertPush(String topic, String event, Predicate<Payload> payload) {
        return scenario.take(
                Expectation.push(topic, event)
                        .where(" with a payload that matches the predicate", push -> payload.test(push.payload())),
                patience);
    }

    /** Asserts that the client does not push this event. */
    public void refutePush(String topic, String event) {
        scenario.refute(Expectation.push(topic, event), watch);
    }

    /** Asserts that the client does not push this event with this payload. */
    public void refutePush(String topic, String event, Object payload) {
        scenario.refute(pushWith(topic, event, payload), watch);
    }

    private Expectation<ClientAction.Push> pushWith(String topic, String event, Object payload) {
        Payload wanted = scenario.server().encode(payload);
        return Expectation.push(topic, event)
                .where(" with " + Log.inFull(wanted), push -> push.payload().equals(wanted));
    }

    /**
     * Sends the client a message on a topic.
     *
     * @throws IllegalStateException if the test accepted no join of the topic
     */
    public void push(String topic, String event, Object payload) {
        TestLink link = scenario.server().openLink("push to " + topic);
        String joinRef = TestServer.joinRef(link, topic, "push to");
        Payload encoded = scenario.server().encode(payload);
        deliver(Message.of(joinRef, null, topic, event, encoded));
    }

    /** Replies with the status {@code ok}. */
    public void reply(ClientAction.Asked asked, Object response) {
        reply(asked, "ok", response);
    }

    /**
     * Replies with any status.
     *
     * @throws IllegalStateException if the connection of the action is closed
     */
    public void reply(ClientAction.Asked asked, String status, Object response) {
        scenario.act(() -> scenario.server().reply(asked, status, response));
    }

    /**
     * Sends the client any message, even one that no server would send.
     *
     * @throws IllegalStateException if the client is not connected
     */
    public void deliver(Message message) {
        TestLink link = scenario.server().openLink("deliver " + message);
        scenario.act(() -> scenario.server().send(link, message));
    }

    private static Duration notNegative(Duration span) {
        if (span.isNegative()) {
            throw new IllegalArgumentException("cannot use " + span + ": a duration must not be negative");
        }
        return span;
    }
}
