// Longer than 300 lines: it is the one list of what a test may do and may expect.
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
 * A client's test without a network: the test is the server, and says what time it is.
 *
 * <p>What runs is what is shipped, both processes with their machines and the serializer. The network, the clock and the
 * threads are the test's. Nothing happens but in the methods below and in calls of {@link RunningClient} that wait; each
 * returns when nothing is left to do at that instant. Time goes on in {@link #advance}, and while an assertion waits: a
 * backoff of seconds takes none.
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
 * <p>An assertion takes the first thing that fits and was not taken before, whatever else came before it, and waits for it
 * up to 10 s of the test's time. A refutation looks at what was not taken, and waits for nothing. {@link #within} says
 * otherwise for both. Topics and events are given as they are, or by their beginning and a star. Heartbeats and closes are
 * answered by themselves, until {@link #fallSilent}.
 *
 * <p>A test fails, at the next call or at the end, when a callback returned a socket without all that it wrote, and when
 * the client failed and {@link #assertStopped} did not ask. One thread at a time uses it. What clients do on threads of
 * your own is not waited for, but for credentials and params of joins; {@link #run} makes threads that are.
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

    /** Begins a test. */
    public static SocketTest open() {
        return new SocketTest(Scenario.inNewRuntime(), PATIENCE, Duration.ZERO);
    }

    /** Begins a test of another client and its server, which shares this one's time and end. */
    public SocketTest beside() {
        return new SocketTest(scenario.beside(), PATIENCE, Duration.ZERO);
    }

    /** Returns this test with another patience: its assertions wait so long at most, its refutations so long. */
    public SocketTest within(Duration span) {
        return new SocketTest(scenario, notNegative(span), span);
    }

    /**
     * Ends the client, and the test.
     *
     * @throws AssertionError if a callback lost a letter, the client failed unasked, or a websocket is left
     */
    @Override
    public void close() {
        scenario.close();
    }

    /**
     * Lets the server speak this format from now on, and clients whose options are the test's; a script names it itself. By
     * default it is Phoenix's JSON. A format of Phoenix's has a {@code vsn} of 2; any other one is read and written by the
     * serializer alone, so that it must read what it wrote.
     *
     * @throws IllegalStateException if there is a connection already
     */
    public void speak(Serializer format) {
        scenario.server().speak(Objects.requireNonNull(format, "format"));
    }

    // --- time -------------------------------------------------------------------------------------------------------

    /** The time since the test began. */
    public Duration now() {
        return scenario.time().now();
    }

    /** Lets this much time go by, and all happen that is due in it; 0 is all that is due now. */
    public void advance(Duration span) {
        scenario.act(() -> scenario.time().advance(notNegative(span)));
    }

    /**
     * Runs something that waits, such as a script or a {@code call}, on a thread of the test: it gets on while the test waits.
     * Clients and sessions that it starts connect to this test.
     *
     * @return what it returns or throws, for {@link #await}
     */
    public <T> CompletableFuture<T> run(Callable<T> work) {
        return scenario.run(work);
    }

    /** Waits for an answer in the test's time, and returns it; what was thrown instead is thrown here. */
    public <T> T await(CompletionStage<T> answer) {
        return scenario.await(answer, patience);
    }

    // --- the client -------------------------------------------------------------------------------------------------

    /**
     * Starts the client, and runs its {@code init}.
     *
     * @throws IllegalStateException if one runs in this test already
     */
    public RunningClient start(SlipstreamClient client) {
        return start(client, UnaryOperator.identity());
    }

    /** As {@link #start(SlipstreamClient)}, with changed options; transport and executor are the test's all the same. */
    public RunningClient start(SlipstreamClient client, UnaryOperator<StartOptions.Builder> changes) {
        return scenario.start(options -> Slipstream.start(client, options), scenario.options(changes));
    }

    /** As {@link #start(SlipstreamClient)}, for a client that other code starts, with options that name this test. */
    public RunningClient startBy(Function<StartOptions, RunningClient> starter) {
        return scenario.start(starter, scenario.options());
    }

    /**
     * The client.
     *
     * @throws IllegalStateException if none was started
     */
    public RunningClient client() {
        return scenario.client("ask for the client");
    }

    /**
     * Sends the client a message, which comes to {@code handleInfo}.
     *
     * @throws IllegalStateException if there is no client, or it has ended
     */
    public void send(Object message) {
        scenario.act(() -> scenario.livingClient("send").send(message));
    }

    /** As {@link #send}, for {@code handleCast}. */
    public void cast(Object message) {
        scenario.act(() -> scenario.livingClient("cast").cast(message));
    }

    /**
     * Calls the client, which must be able to answer without anything from the test; otherwise {@link #run} the call.
     *
     * @throws IllegalStateException if there is no client, or it has ended
     */
    public <T> T call(Function<From<T>, ?> message) {
        return scenario.act(() -> scenario.livingClient("call").call(message));
    }

    /** Waits for the client's end, and returns its reason. */
    public StopReason assertStopped() {
        return scenario.awaitStop(patience);
    }

    /** Sees to it that the client lives. */
    public void refuteStopped() {
        scenario.refuteStop(watch);
    }

    // --- connections ------------------------------------------------------------------------------------------------

    /** Waits for the client to ask for a connection, and lets it in. */
    public ClientAction.Connect acceptConnect() {
        ClientAction.Connect connect = opening();
        scenario.act(() -> scenario.server().link(connect.connection()).open());
        return connect;
    }

    /** Waits for the client to ask for a connection, and answers with this HTTP status. */
    public ClientAction.Connect refuseConnect(int status) {
        return failConnect(Failure.HandshakeRefused.of(status));
    }

    /** Waits for the client to ask for a connection, and lets the attempt fail. */
    public ClientAction.Connect failConnect(Failure failure) {
        ClientAction.Connect connect = opening();
        end(connect.connection(), new DisconnectReason.ConnectFailed(failure));
        return connect;
    }

    /** Sees to it that the client asks for no connection. */
    public void refuteConnect() {
        scenario.refute(Expectation.connect(this::isOpening), watch);
    }

    /** Waits for the client to close its connection, or to give up the attempt at one. */
    public ClientAction.Disconnect assertDisconnect() {
        return scenario.take(Expectation.disconnect(), patience);
    }

    /** Sees to it that the client does not close its connection. */
    public void refuteDisconnect() {
        scenario.refute(Expectation.disconnect(), watch);
    }

    /**
     * Closes the connection as a server does.
     *
     * @throws IllegalStateException if there is none
     */
    public void closeConnection(int code, String text) {
        end(open("close the connection"), new DisconnectReason.Closed(code, text));
    }

    /**
     * Lets TCP end without a close frame.
     *
     * @throws IllegalStateException if there is no connection
     */
    public void cutConnection() {
        failConnection(new Failure.ConnectionLost("the test cut it"));
    }

    /**
     * Lets the connection break.
     *
     * @throws IllegalStateException if there is none
     */
    public void failConnection(Failure failure) {
        end(open("let the connection fail"), new DisconnectReason.Failed(failure));
    }

    /** Answers nothing any more that the test does not: no heartbeat, no close. */
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

    /** Waits for a join, which is not answered yet. */
    public ClientAction.Join assertJoin(String topic) {
        return scenario.take(Expectation.join(topic), patience);
    }

    /**
     * As {@link #assertJoin(String)}, with these params.
     *
     * @param params what the JSON library can write; compared by JSON value
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

    /** As {@link #assertJoin(String)}, with params that fulfil a condition. */
    public ClientAction.Join assertJoin(String topic, Predicate<Payload> params) {
        return scenario.take(
                Expectation.join(topic).where(" with params of a condition", join -> params.test(join.params())),
                patience);
    }

    /** Sees to it that there is no join. */
    public void refuteJoin(String topic) {
        scenario.refute(Expectation.join(topic), watch);
    }

    /** Lets the client into a topic, with {@code {}}. */
    public void accept(ClientAction.Join join) {
        accept(join, Map.of());
    }

    /** Lets the client into a topic, with this response. */
    public void accept(ClientAction.Join join, Object response) {
        reply(join, response);
    }

    /** Keeps the client out of a topic. */
    public void refuse(ClientAction.Join join, Object response) {
        reply(join, "error", response);
    }

    /** Waits for a join, and lets the client in. */
    public ClientAction.Join acceptJoin(String topic) {
        ClientAction.Join join = assertJoin(topic);
        accept(join);
        return join;
    }

    /** Waits for a join, and keeps the client out. */
    public ClientAction.Join refuseJoin(String topic, Object response) {
        ClientAction.Join join = assertJoin(topic);
        refuse(join, response);
        return join;
    }

    /** Lets the client connect, and then into a topic. */
    public ClientAction.Join connectAndJoin(String topic) {
        acceptConnect();
        return acceptJoin(topic);
    }

    /** Waits for a leave, which is not answered yet. */
    public ClientAction.Leave assertLeave(String topic) {
        return scenario.take(Expectation.leave(topic), patience);
    }

    /** Waits for a leave, and answers it. */
    public ClientAction.Leave acceptLeave(String topic) {
        ClientAction.Leave leave = assertLeave(topic);
        reply(leave, Map.of());
        return leave;
    }

    /** Sees to it that there is no leave. */
    public void refuteLeave(String topic) {
        scenario.refute(Expectation.leave(topic), watch);
    }

    /**
     * Lets the channel crash on the server.
     *
     * @throws IllegalStateException if the client was not let into the topic
     */
    public void crash(String topic) {
        endTopic(topic, "crash", "phx_error", Map.of("reason", "channel_crash"));
    }

    /**
     * Lets the channel end normally on the server.
     *
     * @throws IllegalStateException if the client was not let into the topic
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

    /** Waits for a push, or a request's. */
    public ClientAction.Push assertPush(String topic, String event) {
        return scenario.take(Expectation.push(topic, event), patience);
    }

    /**
     * As {@link #assertPush(String, String)}, with this payload.
     *
     * @param payload what the JSON library can write, compared by JSON value; a {@code byte[]} is binary
     */
    public ClientAction.Push assertPush(String topic, String event, Object payload) {
        return scenario.take(pushWith(topic, event, payload), patience);
    }

    /** As {@link #assertPush(String, String)}, with a payload that fulfils a condition. */
    public ClientAction.Push assertPush(String topic, String event, Predicate<Payload> payload) {
        return scenario.take(
                Expectation.push(topic, event)
                        .where(" with a payload of a condition", push -> payload.test(push.payload())),
                patience);
    }

    /** Sees to it that there is no push. */
    public void refutePush(String topic, String event) {
        scenario.refute(Expectation.push(topic, event), watch);
    }

    /** Sees to it that there is no push with this payload. */
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
     * @throws IllegalStateException if the client was not let into it
     */
    public void push(String topic, String event, Object payload) {
        TestLink link = scenario.server().openLink("push to " + topic);
        String joinRef = TestServer.joinRef(link, topic, "push to");
        Payload encoded = scenario.server().encode(payload);
        deliver(Message.of(joinRef, null, topic, event, encoded));
    }

    /** Answers {@code ok}. */
    public void reply(ClientAction.Asked asked, Object response) {
        reply(asked, "ok", response);
    }

    /**
     * Answers with any status.
     *
     * @throws IllegalStateException if the connection on which it was asked is over
     */
    public void reply(ClientAction.Asked asked, String status, Object response) {
        scenario.act(() -> scenario.server().reply(asked, status, response));
    }

    /**
     * Sends the client any message, even one that no server would send.
     *
     * @throws IllegalStateException if there is no connection
     */
    public void deliver(Message message) {
        TestLink link = scenario.server().openLink("deliver " + message);
        scenario.act(() -> scenario.server().send(link, message));
    }

    private static Duration notNegative(Duration span) {
        if (span.isNegative()) {
            throw new IllegalArgumentException("time does not go by " + span);
        }
        return span;
    }
}
