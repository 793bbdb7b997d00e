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
    record Joining(boolean isIn, Object response, Duration duration, List<ChannelStep> steps) {}

    private final Node node;
    private final SocketProcess connection;
    private final PhoenixChannel code;
    private final String topic;
    private final @Nullable String storedJoinRef;
    private final @Nullable String joinRef;
    private final Deque<Runnable> mailbox = new ArrayDeque<>();
    private final Deque<ChannelStep> program = new ArrayDeque<>();
    private boolean asleep;
    private boolean dead;

    ChannelProcess(Node node, SocketProcess connection, PhoenixChannel code, Message join) {
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

    /** The join was answered: from here on the channel hears broadcasts, and does what its join asked for. */
    void begin(List<ChannelStep> steps) {
        node.subscribe(this);
        program.addAll(steps);
        node.wake(this);
    }

    void pushed(Message message) {
        deliver(() -> call(message.ref(), context -> code.handleIn(message.event(), message.payload(), context)));
    }

    void left(@Nullable String ref) {
        deliver(() -> {
            program.add(new ChannelStep.Emit(node.reply(joinRef, ref, topic, "ok", node.nothing)));
            program.add(new ChannelStep.Stop());
        });
    }

    void send(Object message) {
        deliver(() -> call(null, context -> code.handleInfo(message, context)));
    }

    /** Broadcasts pass the channel by, straight to its connection, unless it intercepts them. */
    void broadcasted(String event, Payload payload) {
        if (code.intercepts().contains(event)) {
            deliver(() -> call(null, context -> code.handleOut(event, payload, context)));
        } else {
            connection.mail(new ProcessMail.Outgoing(Message.of(null, null, topic, event, payload)));
        }
    }

    /** Its connection has ended: the channel ends after its earlier mail. */
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

    private void perform(ChannelStep step) {
        switch (step) {
            case ChannelStep.Emit(Message message) -> connection.mail(new ProcessMail.Outgoing(message));
            case ChannelStep.EmitLater(Duration delay, Message message) ->
                node.after(delay, () -> node.mail(connection.number(), new ProcessMail.Outgoing(message)));
            case ChannelStep.Broadcast(String event, Payload payload, boolean toSelf) ->
                node.broadcast(topic, event, payload, toSelf ? null : this);
            case ChannelStep.TellSelf(Duration delay, Object message) -> {
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
                connection.mail(new ProcessMail.Arrived(new PhoenixInput.Kill(connection.number())));
            case ChannelStep.Disconnect(String socketId) -> node.disconnect(socketId);
            case ChannelStep.Stop() -> {
                // Announced first: messages of terminate come after phx_close.
                connection.mail(new ProcessMail.Closing(this));
                die();
            }
            case ChannelStep.Crash(Throwable thrown) -> {
                report(thrown);
                die();
                connection.mail(new ProcessMail.Down(this));
            }
            case ChannelStep.Kill() -> {
                bury();
                connection.mail(new ProcessMail.Down(this));
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
        Collection<ChannelStep> farewell = context(null).record(true, code::terminate);
        bury();
        for (ChannelStep step : farewell) {
            if (step instanceof ChannelStep.Crash(Throwable thrown)) {
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
