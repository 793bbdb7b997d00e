package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The process of one joined topic. It runs a callback of the channel, then the callback's operations one at a time. */
final class ChannelProcess implements Node.Process {

    /**
     * The result of a join.
     *
     * @param isIn whether the join is accepted
     * @param duration the total time that the join callback sleeps
     * @param steps the operations of the join callback, except its sleeps
     */
    record Joining(boolean isIn, Object response, Duration duration, List<ChannelStep> steps) {}

    private final Node node;
    private final int number;
    private final SocketProcess connection;
    private final PhoenixChannel code;
    private final String topic;
    private final @Nullable String storedJoinRef;
    private final @Nullable String joinRef;
    private final Deque<Runnable> mailbox = new ArrayDeque<>();
    private final Deque<ChannelStep> pendingSteps = new ArrayDeque<>();
    private boolean asleep;
    private boolean dead;
    private boolean isSubscribedAfterEnd;

    ChannelProcess(Node node, SocketProcess connection, PhoenixChannel code, Message join) {
        this.node = node;
        this.number = node.nextChannel();
        this.connection = connection;
        this.code = code;
        this.topic = join.topic();
        this.storedJoinRef = join.joinRef();
        // If a join has no join_ref, the channel's own messages carry the join's ref instead.
        this.joinRef = join.joinRef() == null ? join.ref() : join.joinRef();
    }

    String topic() {
        return topic;
    }

    /**
     * The join_ref of the join, or null if the join had none. The connection compares this join_ref with the join_ref
     * of each push and leave. The channel's {@code phx_close} or {@code phx_error} has this join_ref, too.
     */
    @Nullable
    String storedJoinRef() {
        return storedJoinRef;
    }

    Joining join(Message message) {
        JoinResult[] result = new JoinResult[1];
        List<ChannelStep> steps = context(message.ref())
                .record(false, context -> result[0] = encoded(code.join(topic, message.payload(), context)));
        Duration duration = steps.stream()
                .map(step -> step instanceof ChannelStep.Sleep(Duration time) ? time : Duration.ZERO)
                .reduce(Duration.ZERO, Duration::plus);
        for (ChannelStep step : steps) {
            if (step instanceof ChannelStep.Crash(Throwable thrown)) {
                report(thrown);
                return new Joining(false, Map.of("reason", "join crashed"), duration, List.of());
            }
        }
        return switch (result[0]) {
            case JoinResult.Joined(Object response) ->
                new Joining(
                        true,
                        response,
                        duration,
                        steps.stream()
                                .filter(step -> !(step instanceof ChannelStep.Sleep))
                                .toList());
            case JoinResult.Refused(Object response) -> new Joining(false, response, duration, List.of());
        };
    }

    private JoinResult encoded(JoinResult result) {
        return switch (result) {
            case JoinResult.Joined(Object response) -> new JoinResult.Joined(node.encoder.encode(response));
            case JoinResult.Refused(Object response) -> new JoinResult.Refused(node.encoder.encode(response));
        };
    }

    /**
     * Starts the channel after the reply to its join: the channel receives broadcasts, and the operations of the join
     * run.
     */
    void begin(List<ChannelStep> steps) {
        node.subscribe(this);
        pendingSteps.addAll(steps);
        node.wake(this);
    }

    void pushed(Message message) {
        deliver(() -> call(message.ref(), context -> code.handleIn(message.event(), message.payload(), context)));
    }

    void left(@Nullable String ref) {
        deliver(() -> {
            pendingSteps.add(new ChannelStep.Emit(node.reply(joinRef, ref, topic, "ok", node.emptyPayload)));
            pendingSteps.add(new ChannelStep.Stop());
        });
    }

    void send(Object message) {
        deliver(() -> call(null, context -> code.handleInfo(message, context)));
    }

    /** Forwards a broadcast directly to the connection, unless the channel intercepts it. */
    void broadcasted(String event, Payload payload) {
        if (code.intercepts().contains(event)) {
            deliver(() -> call(null, context -> code.handleOut(event, payload, context)));
        } else {
            connection.deliver(new ConnectionMessage.Outgoing(Message.of(null, null, topic, event, payload)));
        }
    }

    /** Ends the channel because the connection has ended. The channel first handles the messages in its mailbox. */
    void orphaned() {
        deliver(this::die);
    }

    /** Ends the channel at once, because the topic is joined again. */
    void replaced() {
        if (!dead) {
            die();
        }
    }

    private void deliver(Runnable message) {
        if (!dead) {
            mailbox.add(message);
            node.wake(this);
        }
    }

    @Override
    public boolean isReady() {
        return dead ? isSubscribedAfterEnd : !asleep && !(pendingSteps.isEmpty() && mailbox.isEmpty());
    }

    /**
     * Runs one callback, or one operation of the last callback. The connection may run between two steps. After a
     * channel with presences has ended, one more step ends the channel's subscription.
     */
    @Override
    public void step() {
        if (dead) {
            isSubscribedAfterEnd = false;
            node.unsubscribe(this);
        } else if (pendingSteps.isEmpty()) {
            mailbox.remove().run();
        } else {
            perform(pendingSteps.remove());
        }
    }

    private void perform(ChannelStep step) {
        switch (step) {
            case ChannelStep.Emit(Message message) -> connection.deliver(new ConnectionMessage.Outgoing(message));
            case ChannelStep.EmitLater(Duration delay, Message message) ->
                node.after(delay, () -> node.deliver(connection.number(), new ConnectionMessage.Outgoing(message)));
            case ChannelStep.Broadcast(String event, Payload payload, boolean toSelf) ->
                node.broadcast(topic, event, payload, toSelf ? null : this);
            case ChannelStep.ChangePresences(PresenceDiff diff) ->
                node.presences.change(topic, connection.number(), diff);
            case ChannelStep.ListPresences list -> {
                // the callback has made the list; this step only takes time
            }
            case ChannelStep.SendToSelf(Duration delay, Object message) -> {
                if (delay.isZero()) {
                    send(message);
                } else {
                    node.after(delay, () -> send(message));
                }
            }
            case ChannelStep.Sleep(Duration duration) -> {
                asleep = true;
                node.after(duration, () -> {
                    asleep = false;
                    node.wake(this);
                });
            }
            case ChannelStep.FreezeConnection(Duration duration) -> connection.freeze(duration, () -> {});
            case ChannelStep.KillConnection() ->
                connection.deliver(new ConnectionMessage.Arrived(new PhoenixInput.Kill(connection.number())));
            case ChannelStep.Disconnect(String socketId) -> node.disconnect(socketId);
            case ChannelStep.Stop() -> {
                // First phx_close, then terminate: the client receives the messages of terminate after phx_close.
                connection.deliver(new ConnectionMessage.Closing(this));
                die();
            }
            case ChannelStep.Crash(Throwable thrown) -> {
                report(thrown);
                die();
                connection.deliver(new ConnectionMessage.Down(this));
            }
            case ChannelStep.Kill() -> {
                remove();
                connection.deliver(new ConnectionMessage.Down(this));
            }
        }
    }

    private void call(@Nullable String ref, Consumer<ChannelContext> callback) {
        pendingSteps.addAll(context(ref).record(false, callback));
    }

    private ChannelContext context(@Nullable String ref) {
        return new ChannelContext(
                new SocketRef(connection.number(), joinRef, ref, topic),
                connection.request(),
                connection.socketId(),
                node.encoder,
                new ChannelPresences(topic, number, node.presences.tracker()));
    }

    private void die() {
        Collection<ChannelStep> lastSteps = context(null).record(true, code::terminate);
        for (ChannelStep step : lastSteps) {
            if (step instanceof ChannelStep.ChangePresences) {
                perform(step); // first, because remove() then untracks all remaining presences
            }
        }
        remove();
        for (ChannelStep step : lastSteps) {
            if (step instanceof ChannelStep.Crash(Throwable thrown)) {
                report(thrown);
            } else if (!(step instanceof ChannelStep.ChangePresences)) {
                perform(step);
            }
        }
    }

    /**
     * Ends this process and untracks its presences. On a real server, the end of the subscription then races with the
     * diff of the leaves. So this channel's client may receive the diff after {@code phx_close}.
     */
    private void remove() {
        dead = true;
        pendingSteps.clear();
        mailbox.clear();
        PresenceDiff leaves = node.presences.tracker().of(topic).endOf(number);
        if (leaves.isEmpty()) {
            node.unsubscribe(this);
        } else {
            isSubscribedAfterEnd = true;
            node.presences.change(topic, connection.number(), leaves);
        }
        node.wake(this);
    }

    private void report(Throwable thrown) {
        node.effect(new PhoenixEffect.Crashed(connection.number(), topic, thrown));
    }

    @Override
    public String toString() {
        return topic + "@" + storedJoinRef + (asleep ? " asleep" : "") + " mailbox "
                + (mailbox.size() + pendingSteps.size());
    }
}
