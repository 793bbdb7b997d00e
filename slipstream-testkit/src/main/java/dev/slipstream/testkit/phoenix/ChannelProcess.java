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

/** The process of one joined topic: runs a channel's callbacks and does what they ask for, step by step. */
final class ChannelProcess implements Node.Process {

    /**
     * How the channel answered its join.
     *
     * @param steps what it asked for beside that
     */
    record Joining(boolean isIn, Object response, Duration duration, List<Step> steps) {}

    private final Node node;
    private final ConnectionProcess connection;
    private final Channel code;
    private final String topic;
    private final @Nullable String storedJoinRef;
    private final @Nullable String joinRef;
    private final Deque<Runnable> mailbox = new ArrayDeque<>();
    private final Deque<Step> program = new ArrayDeque<>();
    private boolean asleep;
    private boolean dead;

    ChannelProcess(Node node, ConnectionProcess connection, Channel code, Message join) {
        this.node = node;
        this.connection = connection;
        this.code = code;
        this.topic = join.topic();
        this.storedJoinRef = join.joinRef();
        // A join without a join_ref goes by its ref in all that the channel itself sends.
        this.joinRef = join.joinRef() == null ? join.ref() : join.joinRef();
    }

    String topic() {
        return topic;
    }

    /** What the join said, null if it said nothing: what the connection compares and announces the end with. */
    @Nullable
    String storedJoinRef() {
        return storedJoinRef;
    }

    Joining join(Message message) {
        JoinResult[] result = new JoinResult[1];
        List<Step> steps = context(message.ref())
                .record(false, context -> result[0] = encoded(code.join(topic, message.payload(), context)));
        Duration duration = steps.stream()
                .map(step -> step instanceof Step.Sleep(Duration time) ? time : Duration.ZERO)
                .reduce(Duration.ZERO, Duration::plus);
        for (Step step : steps) {
            if (step instanceof Step.Crash(Throwable thrown)) {
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
                                .filter(step -> !(step instanceof Step.Sleep))
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

    /** The join was answered: from here on the channel hears broadcasts, and does what its join asked for. */
    void begin(List<Step> steps) {
        node.subscribe(this);
        program.addAll(steps);
        node.wake(this);
    }

    void pushed(Message message) {
        deliver(() -> call(message.ref(), context -> code.handleIn(message.event(), message.payload(), context)));
    }

    void left(@Nullable String ref) {
        deliver(() -> {
            program.add(new Step.Emit(node.reply(joinRef, ref, topic, "ok", node.nothing)));
            program.add(new Step.Stop());
        });
    }

    void told(Object message) {
        deliver(() -> call(null, context -> code.handleInfo(message, context)));
    }

    /** Broadcasts pass the channel by, straight to its connection, unless it intercepts them. */
    void broadcasted(String event, Payload payload) {
        if (code.intercepts().contains(event)) {
            deliver(() -> call(null, context -> code.handleOut(event, payload, context)));
        } else {
            connection.mail(new Mail.Outgoing(Message.of(null, null, topic, event, payload)));
        }
    }

    /** Its connection is over: it ends once it has done what it was sent before. */
    void orphaned() {
        deliver(this::die);
    }

    /** Its topic is joined again: it ends at once. */
    void replaced() {
        if (!dead) {
            die();
        }
    }

    private void deliver(Runnable mail) {
        if (!dead) {
            mailbox.add(mail);
            node.wake(this);
        }
    }

    @Override
    public boolean isReady() {
        return !dead && !asleep && !(program.isEmpty() && mailbox.isEmpty());
    }

    /** One callback, or one thing that the last one asked for: between any two of them the connection may run. */
    @Override
    public void step() {
        if (program.isEmpty()) {
            mailbox.remove().run();
        } else {
            perform(program.remove());
        }
    }

    private void perform(Step step) {
        switch (step) {
            case Step.Emit(Message message) -> connection.mail(new Mail.Outgoing(message));
            case Step.EmitLater(Duration delay, Message message) ->
                node.after(delay, () -> node.mail(connection.number(), new Mail.Outgoing(message)));
            case Step.Broadcast(String event, Payload payload, boolean toSelf) ->
                node.broadcast(topic, event, payload, toSelf ? null : this);
            case Step.TellSelf(Duration delay, Object message) -> {
                if (delay.isZero()) {
                    told(message);
                } else {
                    node.after(delay, () -> told(message));
                }
            }
            case Step.Sleep(Duration duration) -> {
                asleep = true;
                node.after(duration, () -> {
                    asleep = false;
                    node.wake(this);
                });
            }
            case Step.FreezeConnection(Duration duration) -> connection.freeze(duration, () -> {});
            case Step.KillConnection() -> connection.mail(new Mail.Arrived(new PhoenixInput.Kill(connection.number())));
            case Step.Disconnect(String socketId) -> node.disconnect(socketId);
            case Step.Stop() -> {
                // Announced first: what terminate sends comes behind phx_close.
                connection.mail(new Mail.Closing(this));
                die();
            }
            case Step.Crash(Throwable thrown) -> {
                report(thrown);
                die();
                connection.mail(new Mail.Down(this));
            }
            case Step.Kill() -> {
                bury();
                connection.mail(new Mail.Down(this));
            }
        }
    }

    private void call(@Nullable String ref, Consumer<ChannelContext> callback) {
        program.addAll(context(ref).record(false, callback));
    }

    private ChannelContext context(@Nullable String ref) {
        return new ChannelContext(
                new SocketRef(connection.number(), joinRef, ref, topic),
                connection.request(),
                connection.socketId(),
                node.encoder);
    }

    private void die() {
        Collection<Step> farewell = context(null).record(true, code::terminate);
        bury();
        for (Step step : farewell) {
            if (step instanceof Step.Crash(Throwable thrown)) {
                report(thrown);
            } else {
                perform(step);
            }
        }
    }

    private void bury() {
        dead = true;
        program.clear();
        mailbox.clear();
        node.unsubscribe(this);
        node.wake(this);
    }

    private void report(Throwable thrown) {
        node.effect(new PhoenixEffect.Crashed(connection.number(), topic, thrown));
    }

    @Override
    public String toString() {
        return topic + "@" + storedJoinRef + (asleep ? " asleep" : "") + " mailbox "
                + (mailbox.size() + program.size());
    }
}
