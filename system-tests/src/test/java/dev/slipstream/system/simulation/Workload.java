package dev.slipstream.system.simulation;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.From;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.core.state.OperationList;
import dev.slipstream.simulation.SeededRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The client of the simulation: in each callback it does what the dice say, and what it was told is written down. */
final class Workload implements SlipstreamClient {

    /** How the text of an unplanned throw begins. */
    static final String UNPLANNED = "not planned: ";

    /** What a caller from outside asks. */
    record Question(From<Integer> from, int number) {}

    private final Plan plan;
    private final Chances chances;
    private final Operations operations;
    private final Consumer<RunEvent> events;
    private final Consumer<Trouble> troubles;
    private final boolean quiet;
    private final Waits waits;
    private final CallbackActions stunts;
    private final Deque<Question> open = new ArrayDeque<>();
    private OperationList applied = OperationList.EMPTY;
    private int count;
    private boolean calm;

    /**
     * Makes the client of a run.
     *
     * @param quiet whether a callback that is to throw returns the socket after its last wait instead: both must have the
     *     same result
     */
    Workload(
            Plan plan,
            CallbackTime time,
            Chances chances,
            Operations operations,
            Consumer<RunEvent> events,
            Consumer<Trouble> troubles,
            boolean quiet) {
        this.plan = plan;
        this.chances = chances;
        this.operations = operations;
        this.events = events;
        this.troubles = troubles;
        this.quiet = quiet;
        this.waits = new Waits(time, operations, events, troubles, this::apply);
        this.stunts = new CallbackActions(plan, time, chances, operations, waits, troubles);
    }

    /** From now on callbacks only answer callers. */
    void calm() {
        calm = true;
    }

    /** How long callbacks waited, all in all; one that waits now, too. */
    Duration waited() {
        return waits.waited();
    }

    /** What the test has the client run as a callback. */
    Socket run(Socket socket) {
        return callback(new Callback.Run(UnaryOperator.identity()), socket, this::anything);
    }

    @Override
    public Socket init(Socket socket) {
        return callback(new Callback.Init(), socket, first -> switch (plan.start()) {
            case CONNECTS -> {
                SeededRandom random = chances.next(Chances.Kind.OPERATION);
                yield operations.connect(operations.join(first, "rooms:a", random), random);
            }
            case THROWS -> {
                troubles.accept(Trouble.INIT_THREW);
                throw new Planned("init");
            }
            case IGNORES -> first.stop(new StopReason.Ignored());
        });
    }

    @Override
    public Socket handleEvent(Event event, Socket socket) {
        events.accept(new RunEvent.CallbackStarted(
                new Callback.OfEvent(event), LiveSocket.from(socket).state()));
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
        return body(new Callback.OfEvent(new Event.MessageReceived(topic, event, payload)), socket, first -> {
            Socket next = anything(first);
            if (!calm && payload instanceof Payload.Json) {
                misread(payload);
            }
            return next;
        });
    }

    @Override
    public Socket handleReply(Ref ref, Reply reply, Socket socket) {
        return within(new Event.ReplyReceived(ref, reply), socket);
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        return callback(new Callback.Outcome(tag, reply), socket, this::anything);
    }

    @Override
    public Socket handleInfo(Object message, Socket socket) {
        return callback(new Callback.Info(message), socket, this::anything);
    }

    @Override
    public Socket handleCast(Object message, Socket socket) {
        return callback(new Callback.Cast(message), socket, this::anything);
    }

    @Override
    public Socket handleCall(Object message, Socket socket) {
        Question question = (Question) message;
        return callback(new Callback.Call(question.from(), question.number()), socket, first -> {
            if (!calm && question.number() % 3 == 0) {
                open.add(question);
                return anything(first);
            }
            return answer(anything(first), question);
        });
    }

    @Override
    public Socket handleContinue(Object message, Socket socket) {
        return callback(new Callback.Continue(message), socket, this::anything);
    }

    @Override
    public Socket handleFailure(Throwable thrown, String cause, Socket socket) {
        if (!Planned.is(thrown)) {
            events.accept(new RunEvent.FromOutside(UNPLANNED + thrown));
        }
        return callback(new Callback.OfFailure(thrown, new Callback.Info(cause)), socket, first -> {
            if (plan.goesOn()) {
                return first;
            }
            if (chances.next(Chances.Kind.STUNT).oneIn(4) && chances.keeps(Chances.Kind.STUNT)) {
                troubles.accept(Trouble.FAILURE_HANDLER_THREW);
                throw new Planned("handleFailure");
            }
            return SlipstreamClient.super.handleFailure(thrown, cause, first);
        });
    }

    @Override
    public Socket terminate(StopReason reason, Socket socket) {
        return callback(new Callback.Terminate(reason), socket, first -> {
            if (calm) {
                return anything(first);
            }
            SeededRandom random = chances.next(Chances.Kind.CALLBACK);
            if (random.oneIn(10) && chances.keeps(Chances.Kind.CALLBACK)) {
                troubles.accept(Trouble.TERMINATE_THREW);
                throw new Planned("terminate");
            }
            return random.oneIn(2) ? stunts.waitAtLast(first) : anything(first);
        });
    }

    private Socket callback(Callback callback, Socket socket, UnaryOperator<Socket> step) {
        events.accept(
                new RunEvent.CallbackStarted(callback, LiveSocket.from(socket).state()));
        return body(callback, socket, step);
    }

    private Socket within(Event event, Socket socket) {
        return body(new Callback.OfEvent(event), socket, this::anything);
    }

    private Socket body(Callback callback, Socket socket, UnaryOperator<Socket> step) {
        applied = OperationList.EMPTY;
        stunts.begin();
        Throwable thrown = null;
        try {
            int assigned = socket.assigned(Operations.COUNT);
            Invariant.holds(assigned == count, "assigned is %s, it was %s that was returned last", assigned, count);
            Socket last = step.apply(socket);
            apply(last);
            return last;
        } catch (RuntimeException | Error e) {
            if (quiet && Planned.is(e)) {
                Socket last = stunts.committed(socket);
                return callback instanceof Callback.Call(var from, var message)
                        ? last.refuse(from, "the callback threw " + e.getClass().getName())
                        : last;
            }
            thrown = e;
            throw e;
        } finally {
            events.accept(new RunEvent.CallbackEnded(callback, thrown));
        }
    }

    /** Records the operations of a returned socket as applied. */
    private void apply(Socket socket) {
        if (!LiveSocket.from(socket).operationList().isAncestorOf(applied)) {
            events.accept(new RunEvent.OperationsApplied(
                    LiveSocket.from(socket).operationList().since(applied)));
            applied = LiveSocket.from(socket).operationList();
        }
        count = socket.assigned(Operations.COUNT);
    }

    private Socket anything(Socket socket) {
        if (calm) {
            return operations.withoutTimers(answerAll(socket));
        }
        SeededRandom random = chances.next(Chances.Kind.CALLBACK);
        if (!chances.keeps(Chances.Kind.CALLBACK)) {
            return socket;
        }
        Socket next = operations.several(socket, random.below(4));
        if (!open.isEmpty() && random.oneIn(3)) {
            next = answer(next, open.remove());
        }
        return stunts.perform(next);
    }

    /** Asks for a payload as what it is not, now and then: whoever does so throws. */
    private void misread(Payload payload) {
        if (chances.next(Chances.Kind.STUNT).oneIn(50) && chances.keeps(Chances.Kind.STUNT)) {
            troubles.accept(Trouble.PAYLOAD_MISFIT);
            Invariant.holds(payload.as(int[].class).length < 0, "an object was read as numbers");
        }
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
}
