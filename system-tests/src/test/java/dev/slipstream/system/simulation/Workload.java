package dev.slipstream.system.simulation;

import dev.slipstream.AwaitEndedException;
import dev.slipstream.AwaitTimeoutException;
import dev.slipstream.JoinFailedException;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Command;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.From;
import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Letter;
import dev.slipstream.core.Outbox;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.Delivery;
import dev.slipstream.testkit.simulation.Dice;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The client of the simulation: in each callback it does what the dice say, and what it was told is written down. */
final class Workload implements SlipstreamClient {

    /** How a sight begins that tells of a throw which nobody planned. */
    static final String UNPLANNED = "not planned: ";

    /** What a callback throws on purpose. */
    static final class Planned extends RuntimeException {

        private static final long serialVersionUID = 1;

        Planned(String where) {
            super("planned, in " + where);
        }
    }

    /** What a caller from outside asks. */
    record Question(From<Integer> from, int number) {}

    private final Dice dice;
    private final Operations operations;
    private final Consumer<Sight> sights;
    private final Consumer<Trouble> troubles;
    private final BooleanSupplier mayWait;
    private final Supplier<Duration> now;
    private final Consumer<Duration> sleep;
    private final Deque<Question> open = new ArrayDeque<>();
    private Outbox posted = Outbox.EMPTY;
    private int count;
    private boolean calm;
    private Duration waited = Duration.ZERO;
    private @Nullable Duration waitsSince;

    Workload(
            Dice dice,
            Operations operations,
            Consumer<Sight> sights,
            Consumer<Trouble> troubles,
            BooleanSupplier mayWait,
            Supplier<Duration> now,
            Consumer<Duration> sleep) {
        this.dice = dice;
        this.operations = operations;
        this.sights = sights;
        this.troubles = troubles;
        this.mayWait = mayWait;
        this.now = now;
        this.sleep = sleep;
    }

    /** From now on callbacks only answer callers. */
    void calm() {
        calm = true;
    }

    /** How long callbacks waited, all in all; one that waits now, too. */
    Duration waited() {
        return waitsSince == null ? waited : waited.plus(now.get()).minus(waitsSince);
    }

    private void began() {
        waitsSince = now.get();
    }

    private void ended() {
        waited = waited();
        waitsSince = null;
    }

    /** What the test has the client run as a callback. */
    Socket run(Socket socket) {
        return turn(new Delivery.Run(UnaryOperator.identity()), socket, this::anything);
    }

    @Override
    public Socket init(Socket socket) {
        return turn(new Delivery.Init(), socket, first -> operations.connect(operations.join(first, "rooms:a")));
    }

    @Override
    public Socket handleEvent(Event event, Socket socket) {
        sights.accept(new Sight.Began(new Delivery.OfEvent(event), socket.facts()));
        return SlipstreamClient.super.handleEvent(event, socket);
    }

    @Override
    public Socket handleConnect(Socket socket) {
        return within(new Event.ChannelConnected(), socket);
    }

    @Override
    public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        return within(new Event.ChannelClosed(reason), socket);
    }

    @Override
    public Socket handleJoin(String topic, Payload response, Socket socket) {
        return within(new Event.TopicJoinSucceeded(topic, response), socket);
    }

    @Override
    public Socket handleLeave(String topic, Socket socket) {
        return within(new Event.TopicLeft(topic), socket);
    }

    @Override
    public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
        return within(new Event.TopicJoinClosed(topic, reason), socket);
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        return within(new Event.MessageReceived(topic, event, payload), socket);
    }

    @Override
    public Socket handleReply(Ref ref, Reply reply, Socket socket) {
        return within(new Event.ReplyReceived(ref, reply), socket);
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        return turn(new Delivery.Outcome(tag, reply), socket, this::anything);
    }

    @Override
    public Socket handleInfo(Object message, Socket socket) {
        return turn(new Delivery.Info(message), socket, this::anything);
    }

    @Override
    public Socket handleCast(Object message, Socket socket) {
        return turn(new Delivery.Cast(message), socket, this::anything);
    }

    @Override
    public Socket handleCall(Object message, Socket socket) {
        Question question = (Question) message;
        return turn(new Delivery.Call(question.from(), question.number()), socket, first -> {
            if (!calm && dice.oneIn(3)) {
                open.add(question);
                return anything(first);
            }
            return answer(anything(first), question);
        });
    }

    @Override
    public Socket handleContinue(Object message, Socket socket) {
        return turn(new Delivery.Continue(message), socket, this::anything);
    }

    @Override
    public Socket handleFailure(Throwable thrown, String cause, Socket socket) {
        if (!(thrown instanceof Planned)) {
            sights.accept(new Sight.Outside(UNPLANNED + thrown));
        }
        return turn(new Delivery.OfFailure(thrown, new Delivery.Info(cause)), socket, first -> first);
    }

    @Override
    public Socket terminate(StopReason reason, Socket socket) {
        return turn(
                new Delivery.Terminate(reason),
                socket,
                first -> !calm && mayWait.getAsBoolean() && dice.oneIn(2) ? waiting(first) : anything(first));
    }

    private Socket turn(Delivery delivery, Socket socket, UnaryOperator<Socket> callback) {
        sights.accept(new Sight.Began(delivery, socket.facts()));
        return body(delivery, socket, callback);
    }

    private Socket within(Event event, Socket socket) {
        return body(new Delivery.OfEvent(event), socket, this::anything);
    }

    private Socket body(Delivery delivery, Socket socket, UnaryOperator<Socket> callback) {
        posted = Outbox.EMPTY;
        RuntimeException thrown = null;
        try {
            int assigned = socket.assigned(Operations.COUNT);
            Invariant.holds(assigned == count, "assigned is %s, it was %s that was returned last", assigned, count);
            Socket last = callback.apply(socket);
            post(last);
            return last;
        } catch (RuntimeException e) {
            thrown = e;
            throw e;
        } finally {
            sights.accept(new Sight.Ended(delivery, thrown));
        }
    }

    /** Writes down what a token that comes back has the process post. */
    private void post(Socket socket) {
        if (!socket.letters().isAncestorOf(posted)) {
            sights.accept(new Sight.Posted(socket.letters().since(posted)));
            posted = socket.letters();
        }
        count = socket.assigned(Operations.COUNT);
    }

    private Socket anything(Socket socket) {
        if (calm) {
            return operations.withoutTimers(answerAll(socket));
        }
        Socket next = operations.several(socket, 3);
        if (!open.isEmpty() && dice.oneIn(3)) {
            next = answer(next, open.remove());
        }
        if (dice.oneIn(60) && mayWait.getAsBoolean()) {
            block();
        }
        if (dice.oneIn(12) && mayWait.getAsBoolean()) {
            next = waiting(next);
            if (dice.oneIn(8)) {
                troubles.accept(Trouble.CALLBACK_THREW_LATE);
                throw new Planned("a callback that waited");
            }
        }
        if (dice.oneIn(40)) {
            troubles.accept(Trouble.CALLBACK_THREW);
            throw new Planned("a callback");
        }
        return next;
    }

    private Socket answerAll(Socket socket) {
        Socket next = socket;
        while (!open.isEmpty()) {
            next = answer(next, open.remove());
        }
        return next;
    }

    private static Socket answer(Socket socket, Question question) {
        return question.number() % 5 == 0
                ? socket.refuse(question.from(), "no answer to " + question.number())
                : socket.answer(question.from(), question.number());
    }

    private void block() {
        troubles.accept(Trouble.CALLBACK_BLOCKED);
        began();
        sleep.accept(operations.millis(10, 3000));
        ended();
    }

    private Socket waiting(Socket socket) {
        troubles.accept(Trouble.CALLBACK_WAITED);
        post(socket);
        began();
        Session session = Slipstream.session(socket);
        String topic = operations.topic();
        try {
            if (socket.status(topic) == JoinStatus.NONE || dice.oneIn(4)) {
                // What the session is about to post, but for its ref.
                sights.accept(new Sight.Posted(List.of(new Letter.ToConnection(
                        new Command.JoinTopic(socket.nextRef(), topic, Payload.binary(new byte[0]), Duration.ZERO)))));
                Payload response = session.join(topic);
                sights.accept(new Sight.Awaited(new Event.TopicJoinSucceeded(topic, response)));
            } else if (dice.oneIn(3)) {
                Event.MessageReceived message =
                        session.await(EventMatcher.messageOn(topic), operations.millis(10, 1000));
                sights.accept(new Sight.Awaited(message));
            } else {
                int id = operations.number();
                Reply reply = session.request(topic, operations.event(), operations.payload(id));
                sights.accept(new Sight.Outside("session has a reply to " + id + ": " + reply));
            }
        } catch (JoinFailedException e) {
            troubles.accept(Trouble.WAIT_FAILED);
            sights.accept(new Sight.Awaited(new Event.TopicJoinFailed(topic, e.reason())));
        } catch (AwaitEndedException | AwaitTimeoutException | IllegalStateException e) {
            troubles.accept(Trouble.WAIT_FAILED);
            sights.accept(new Sight.Outside("session failed: " + e.getMessage()));
        }
        ended();
        if (dice.oneIn(2)) {
            return socket; // on the line: nothing is left to post
        }
        return dice.oneIn(2) ? operations.several(socket, 2) : operations.several(session.socket(), 2);
    }
}
