package dev.slipstream.system.simulation;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.From;
import dev.slipstream.core.LeaveCause;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatchException;
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

/** The client of the simulation. Each callback is recorded and performs random actions. */
final class Workload implements SlipstreamClient {

    /** The start of the text that records an unplanned exception. */
    static final String UNPLANNED = "unplanned exception: ";

    /** A call from another thread. */
    record CallRequest(From<Integer> from, int number) {}

    private final RunPlan plan;
    private final RandomActions actions;
    private final Operations operations;
    private final Consumer<RunEvent> events;
    private final Consumer<AppFault> appFaults;
    private final boolean withoutThrows;
    private final SessionWaits waits;
    private final CallbackActions callbackActions;
    private final Deque<CallRequest> unanswered = new ArrayDeque<>();
    private OperationList applied = OperationList.EMPTY;
    private int count;
    private boolean calm;

    /**
     * Creates the client of a run.
     *
     * @param withoutThrows whether callbacks return the socket of their last wait instead of throwing; the run must be
     *     the same in both cases
     */
    Workload(
            RunPlan plan,
            CallbackTime time,
            RandomActions actions,
            Operations operations,
            Consumer<RunEvent> events,
            Consumer<AppFault> appFaults,
            boolean withoutThrows) {
        this.plan = plan;
        this.actions = actions;
        this.operations = operations;
        this.events = events;
        this.appFaults = appFaults;
        this.withoutThrows = withoutThrows;
        this.waits = new SessionWaits(time, operations, events, appFaults, this::apply);
        this.callbackActions = new CallbackActions(plan, time, actions, operations, waits, appFaults);
    }

    /** Makes all later callbacks only answer calls and cancel timers. */
    void calm() {
        calm = true;
    }

    /** Returns how long callbacks waited in total, including a wait in progress. */
    Duration waited() {
        return waits.waited();
    }

    /** Runs random actions as the callback of {@code RunningClient.run}. */
    Socket run(Socket socket) {
        return callback(new Callback.Run(UnaryOperator.identity(), null), socket, this::randomActions);
    }

    @Override
    public Socket init(Socket socket) {
        return callback(new Callback.Init(), socket, first -> switch (plan.start()) {
            case CONNECTS -> {
                SeededRandom random = actions.next(RandomActions.Kind.OPERATION);
                yield operations.connect(operations.join(first, "rooms:a", random), random);
            }
            case THROWS -> {
                appFaults.accept(AppFault.INIT_THREW);
                throw new PlannedException("init");
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
        return handle(new Event.ChannelConnected(), socket);
    }

    @Override
    public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        return handle(new Event.ChannelClosed(reason), socket);
    }

    @Override
    public Socket handleJoin(String topic, Payload response, Socket socket) {
        return handle(new Event.TopicJoinSucceeded(topic, response), socket);
    }

    @Override
    public Socket handleLeave(String topic, LeaveCause cause, Socket socket) {
        return handle(new Event.TopicLeft(topic, cause), socket);
    }

    @Override
    public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
        return handle(new Event.TopicJoinClosed(topic, reason), socket);
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        return body(new Callback.OfEvent(new Event.MessageReceived(topic, event, payload)), socket, first -> {
            Socket next = randomActions(first);
            if (!calm && payload instanceof Payload.Json) {
                readAsWrongType(payload);
            }
            return next;
        });
    }

    @Override
    public Socket handleReply(Ref ref, Reply reply, Socket socket) {
        return handle(new Event.ReplyReceived(ref, reply), socket);
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        return callback(new Callback.Outcome(tag, reply), socket, this::randomActions);
    }

    @Override
    public Socket handleInfo(Object message, Socket socket) {
        return callback(new Callback.Info(message), socket, this::randomActions);
    }

    @Override
    public Socket handleCast(Object message, Socket socket) {
        return callback(new Callback.Cast(message), socket, this::randomActions);
    }

    @Override
    public Socket handleCall(Object message, Socket socket) {
        CallRequest request = (CallRequest) message;
        return callback(new Callback.Call(request.from(), request.number()), socket, first -> {
            if (!calm && request.number() % 3 == 0) {
                unanswered.add(request);
                return randomActions(first);
            }
            return answer(randomActions(first), request);
        });
    }

    @Override
    public Socket handleContinue(Object message, Socket socket) {
        return callback(new Callback.Continue(message), socket, this::randomActions);
    }

    @Override
    public Socket handleFailure(Throwable thrown, String cause, Socket socket) {
        if (!PlannedException.is(thrown)) {
            events.accept(new RunEvent.FromOutside(UNPLANNED + thrown));
        }
        return callback(new Callback.OfFailure(thrown, new Callback.Info(cause)), socket, first -> {
            if (plan.continuesAfterThrow()) {
                return SlipstreamClient.super.handleFailure(thrown, cause, first);
            }
            if (actions.next(RandomActions.Kind.STUNT).oneIn(4) && actions.isIncluded(RandomActions.Kind.STUNT)) {
                appFaults.accept(AppFault.FAILURE_HANDLER_THREW);
                throw new PlannedException("handleFailure");
            }
            return thrown instanceof PayloadMismatchException ? first : first.stop(new StopReason.Failed(thrown));
        });
    }

    @Override
    public Socket terminate(StopReason reason, Socket socket) {
        return callback(new Callback.Terminate(reason), socket, first -> {
            if (calm) {
                return randomActions(first);
            }
            SeededRandom random = actions.next(RandomActions.Kind.CALLBACK);
            if (random.oneIn(10) && actions.isIncluded(RandomActions.Kind.CALLBACK)) {
                appFaults.accept(AppFault.TERMINATE_THREW);
                throw new PlannedException("terminate");
            }
            return random.oneIn(2) ? callbackActions.waitInTerminate(first) : randomActions(first);
        });
    }

    private Socket callback(Callback callback, Socket socket, UnaryOperator<Socket> step) {
        events.accept(
                new RunEvent.CallbackStarted(callback, LiveSocket.from(socket).state()));
        return body(callback, socket, step);
    }

    private Socket handle(Event event, Socket socket) {
        return body(new Callback.OfEvent(event), socket, this::randomActions);
    }

    private Socket body(Callback callback, Socket socket, UnaryOperator<Socket> step) {
        applied = OperationList.EMPTY;
        callbackActions.begin();
        Throwable thrown = null;
        try {
            int assigned = socket.assigned(Operations.COUNT);
            Invariant.holds(
                    assigned == count, "the assign is %s, but the last returned socket had %s", assigned, count);
            Socket last = step.apply(socket);
            apply(last);
            return last;
        } catch (RuntimeException | Error e) {
            if (withoutThrows && PlannedException.is(e)) {
                Socket last = callbackActions.committed(socket);
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

    /** Records the operations of a socket as applied. */
    private void apply(Socket socket) {
        if (!LiveSocket.from(socket).operationList().isAncestorOf(applied)) {
            events.accept(new RunEvent.OperationsApplied(
                    LiveSocket.from(socket).operationList().since(applied)));
            applied = LiveSocket.from(socket).operationList();
        }
        count = socket.assigned(Operations.COUNT);
    }

    private Socket randomActions(Socket socket) {
        if (calm) {
            return operations.withoutTimers(answerAll(socket));
        }
        SeededRandom random = actions.next(RandomActions.Kind.CALLBACK);
        if (!actions.isIncluded(RandomActions.Kind.CALLBACK)) {
            return socket;
        }
        Socket next = operations.writeRandom(socket, random.below(4));
        if (!unanswered.isEmpty() && random.oneIn(3)) {
            next = answer(next, unanswered.remove());
        }
        return callbackActions.perform(next);
    }

    /** Sometimes reads a payload as the wrong type, which throws. */
    private void readAsWrongType(Payload payload) {
        if (actions.next(RandomActions.Kind.STUNT).oneIn(50) && actions.isIncluded(RandomActions.Kind.STUNT)) {
            appFaults.accept(AppFault.PAYLOAD_MISFIT);
            Invariant.holds(payload.as(int[].class).length < 0, "a JSON object was read as an array of integers");
        }
    }

    private Socket answerAll(Socket socket) {
        Socket next = socket;
        while (!unanswered.isEmpty()) {
            next = answer(next, unanswered.remove());
        }
        return next;
    }

    private static Socket answer(Socket socket, CallRequest request) {
        return request.number() % 5 == 0
                ? socket.refuse(request.from(), "no answer to " + request.number())
                : socket.answer(request.from(), request.number());
    }
}
