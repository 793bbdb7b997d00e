// This file has more than 300 lines, because it has one method for each thing that a program can do with handles.
package dev.slipstream.system.simulation;

import dev.slipstream.AwaitEndedException;
import dev.slipstream.AwaitTimeoutException;
import dev.slipstream.ClientEndedException;
import dev.slipstream.JoinFailedException;
import dev.slipstream.ReplyException;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelPresence;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.channels.MessageBuffer;
import dev.slipstream.channels.Registration;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.Reply;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.presence.Presences;
import dev.slipstream.simulation.SeededRandom;
import dev.slipstream.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The program of a run. It uses one socket and several channels at random: in the role of another thread, in handlers,
 * and when stages complete.
 */
final class ChannelProgram {

    static final List<String> TOPICS = List.of("rooms:a", "rooms:b", "rooms:c", "rooms:d");

    /** The events to push; frequent events are repeated. Together they cause every kind of answer. */
    private static final List<String> PUSHES = List.of(
            "echo", "echo", "talk", "talk", "shout", "shout", "late", "fail", "odd", "bytes", "never", "stop", "crash");

    private static final List<String> EVENTS = List.of("said", "said", "shouted", "presence_diff", "welcome");
    private static final int MOST_HANDLERS = 40;

    private record OpenRegistration(int handler, Registration registration) {}

    private final ChannelSocket socket;
    private final Simulation simulation;
    private final RandomActions actions;
    private final boolean fails;
    private final Consumer<ProgramEvent> events;
    private final List<ProgramHandle> handles = new ArrayList<>();
    private final List<OpenRegistration> registrations = new ArrayList<>();
    private boolean isCalm;
    private boolean closes;
    private int numbers;
    private int blocked;

    /**
     * Creates the program.
     *
     * @param fails whether the program makes its client fail at random
     */
    ChannelProgram(
            ChannelSocket socket,
            Simulation simulation,
            RandomActions actions,
            boolean fails,
            Consumer<ProgramEvent> events) {
        this.socket = socket;
        this.simulation = simulation;
        this.actions = actions;
        this.fails = fails;
        this.events = events;
    }

    /** Registers the first handlers of the socket. */
    void begin() {
        socket.onClose(reason -> events.accept(new ProgramEvent.ConnectionEndSeen(views())));
        for (ProgramEvent.Kind kind : List.of(
                ProgramEvent.Kind.OPENED,
                ProgramEvent.Kind.CLOSED,
                ProgramEvent.Kind.ERROR,
                ProgramEvent.Kind.STATUS)) {
            register(kind);
        }
    }

    List<ProgramHandle> handles() {
        return handles;
    }

    boolean isInUse(ProgramHandle handle) {
        return handle.channel().equals(channel(handle.channel().topic()));
    }

    /** Stops all random actions. */
    void calm() {
        isCalm = true;
        handles.forEach(handle -> handle.subscribers().forEach(ProgramSubscriber::calm));
    }

    /** Makes the next handler close the socket. */
    void closeInHandler() {
        closes = true;
    }

    /** Performs random actions in the role of a thread outside the client. */
    void act() {
        SeededRandom random = actions.next(RandomActions.Kind.CALL);
        if (!isCalm && actions.isIncluded(RandomActions.Kind.CALL)) {
            for (int i = random.between(1, 3); i > 0; i--) {
                act(random);
            }
        }
    }

    private void act(SeededRandom random) {
        if (fails && random.oneIn(40)) {
            fail(random);
        }
        ProgramHandle handle = handle(random);
        switch (random.below(26)) {
            case 0, 1, 2, 3, 4, 5 -> join(handle, random);
            case 6 -> leave(handle, random, false);
            case 7 -> leave(handle, random, true);
            case 8, 9, 10, 11, 12, 13 -> push(handle, random.pick(PUSHES), random);
            case 14 -> forget(handle, random);
            case 15, 16, 17 -> register(handle, random);
            case 18 -> closeOne(random);
            case 19, 20, 21 -> subscribe(handle, random);
            case 22, 23 -> demand(handle, random);
            case 24 -> listen(handle, random);
            default -> register(random.pick(List.of(ProgramEvent.Kind.CLOSED, ProgramEvent.Kind.STATUS)));
        }
    }

    /** Makes the client end with a failure. Calls that follow may still reach the mailbox before the client ends. */
    private void fail(SeededRandom random) {
        events.accept(new ProgramEvent.FailureAsked());
        socket.client().stop(new StopReason.Failed(new PlannedException("the program")));
        for (int i = random.below(3); i > 0; i--) {
            act(random);
        }
    }

    /** Makes all subscribers request all messages, so that each stream can end. */
    void drain() {
        for (ProgramHandle handle : handles) {
            handle.subscribers().forEach(subscriber -> subscriber.request(Long.MAX_VALUE));
        }
    }

    /** Pushes one message on each wanted channel. The server must answer these messages. */
    void pushLast() {
        for (ProgramHandle handle : handles) {
            if (handle.channel().isWanted()) {
                push(handle, "talk", actions.next(RandomActions.Kind.OPERATION));
            }
        }
    }

    // --- handles ----------------------------------------------------------------------------------------------------

    /**
     * Returns the current handle of a random topic, or sometimes any handle of the run, which the program may have
     * left.
     */
    private ProgramHandle handle(SeededRandom random) {
        if (!handles.isEmpty() && random.oneIn(16)) {
            return random.pick(handles);
        }
        String topic = random.pick(TOPICS);
        Channel channel = channel(topic);
        for (ProgramHandle known : handles) {
            if (known.channel().equals(channel)) {
                return known;
            }
        }
        ProgramHandle made = ProgramHandle.of(handles.size() + 1, channel, !random.oneIn(3), events);
        handles.add(made);
        return made;
    }

    private Channel channel(String topic) {
        return switch (topic) {
            case "rooms:b" -> socket.channel(topic, Map.of("user", 1));
            case "rooms:c" -> socket.channelWith(topic, OPTIONS);
            default -> socket.channel(topic);
        };
    }

    private static final JoinOptions OPTIONS = JoinOptions.builder()
            .paramsSupplier(attempt -> CompletableFuture.completedFuture(Map.of("attempt", attempt.number())))
            .buffer(PushBuffer.of(3))
            .build();

    // --- joins and leaves -------------------------------------------------------------------------------------------

    private void join(ProgramHandle handle, SeededRandom random) {
        Duration timeout = random.oneIn(4) ? CallbackTime.millis(100, 8000, random) : null;
        joined(
                handle,
                timeout != null,
                () -> timeout == null
                        ? handle.channel().join()
                        : handle.channel().join(timeout));
    }

    private void joined(ProgramHandle handle, boolean isLimited, Supplier<CompletionStage<Payload>> join) {
        int id = ++numbers;
        events.accept(new ProgramEvent.JoinAsked(id, handle.number(), isLimited));
        CompletionStage<Payload> stage = called(id, handle, join);
        if (stage != null) {
            observe(
                    stage,
                    (response, thrown) -> events.accept(new ProgramEvent.JoinEnded(
                            id,
                            outcome(thrown),
                            response == null ? String.valueOf(thrown) : PayloadIds.key(response))));
        }
    }

    private static ProgramEvent.JoinOutcome outcome(@Nullable Throwable thrown) {
        return switch (thrown) {
            case null -> ProgramEvent.JoinOutcome.JOINED;
            case JoinFailedException failed -> ProgramEvent.JoinOutcome.FAILED;
            case AwaitEndedException ended -> ProgramEvent.JoinOutcome.ENDED;
            case AwaitTimeoutException late -> ProgramEvent.JoinOutcome.TIMED_OUT;
            case ClientEndedException ended -> ProgramEvent.JoinOutcome.CLIENT_ENDED;
            case IllegalStateException full -> ProgramEvent.JoinOutcome.NO_ROOM;
            default -> ProgramEvent.JoinOutcome.UNKNOWN;
        };
    }

    private void leave(ProgramHandle handle, SeededRandom random, boolean joinsAgain) {
        int id = ++numbers;
        events.accept(new ProgramEvent.LeaveAsked(id, handle.number()));
        CompletionStage<@Nullable Void> stage =
                called(id, handle, () -> handle.channel().leave());
        if (stage != null) {
            observe(stage, (nothing, thrown) -> {
                events.accept(new ProgramEvent.LeaveEnded(id, thrown));
                if (joinsAgain && !isCalm) {
                    join(handle, random);
                }
            });
        }
    }

    // --- pushes -----------------------------------------------------------------------------------------------------

    private void push(ProgramHandle handle, String event, SeededRandom random) {
        int id = ++numbers;
        Map<String, Object> payload = Map.of("id", id);
        Channel channel = handle.channel();
        events.accept(new ProgramEvent.PushAsked(id, handle.number()));
        int kind = isCalm ? 0 : random.below(6);
        CompletionStage<?> stage = called(id, handle, () -> switch (kind) {
            case 1 -> channel.push(event, payload, CallbackTime.millis(50, 4000, random));
            case 2 -> channel.push(event, payload, Map.class);
            case 3 -> channel.push(event, payload, Map.class, CallbackTime.millis(50, 4000, random));
            default -> channel.push(event, payload);
        });
        if (stage != null) {
            observe(stage, (value, thrown) -> {
                events.accept(new ProgramEvent.PushEnded(id, text(value, thrown), answered(value, thrown)));
                if (!isCalm && random.oneIn(12)) {
                    act(random);
                }
            });
        }
    }

    private static String text(@Nullable Object value, @Nullable Throwable thrown) {
        return thrown == null ? String.valueOf(value) : thrown.getClass().getSimpleName();
    }

    private static int answered(@Nullable Object value, @Nullable Throwable thrown) {
        if (thrown instanceof ReplyException refused) {
            return PayloadIds.of(refused.response());
        }
        return switch (value) {
            case Reply.Ok(var response) -> PayloadIds.of(response);
            case Reply.Error(var response) -> PayloadIds.of(response);
            case Reply.Other(var status, var response) -> PayloadIds.of(response);
            case Map<?, ?> typed -> (Integer) Objects.requireNonNullElse(typed.get("id"), -1);
            case null, default -> -1;
        };
    }

    private void forget(ProgramHandle handle, SeededRandom random) {
        int id = ++numbers;
        Object unused = called(id, handle, () -> {
            handle.channel().pushAndForget(random.pick(List.of("echo", "talk", "shout")), Map.of("id", id));
            return id;
        });
    }

    /** Calls a handle. Returns null if the call threw a documented exception. */
    private <T> @Nullable T called(int id, ProgramHandle handle, Supplier<T> call) {
        try {
            return call.get();
        } catch (IllegalStateException | ClientEndedException refused) {
            events.accept(new ProgramEvent.CallRefused(id, handle.number(), String.valueOf(refused.getMessage())));
            return null;
        }
    }

    /** Observes the end of a stage. */
    private interface End<T> {

        void ended(@Nullable T value, @Nullable Throwable thrown);
    }

    private static <T> void observe(CompletionStage<T> stage, End<? super T> end) {
        CompletionStage<T> unused = stage.whenComplete((value, thrown) -> end.ended(
                value,
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown));
    }

    // --- handlers ---------------------------------------------------------------------------------------------------

    private void register(ProgramHandle handle, SeededRandom random) {
        Channel channel = handle.channel();
        switch (random.below(8)) {
            case 0, 1, 2, 3 -> {
                String event = random.pick(EVENTS);
                register(
                        handle,
                        ProgramEvent.Kind.MESSAGE,
                        event,
                        run -> channel.on(event, payload -> {
                            run.run();
                            if (!isCalm && payload.text().hashCode() % 16 == 0) {
                                Object unused = payload.as(int[].class); // throws: the payload is no array
                            }
                        }));
            }
            case 4 -> register(handle, ProgramEvent.Kind.ANY, "", run -> channel.onAny(message -> run.run()));
            case 5 -> register(handle, ProgramEvent.Kind.JOINED, "", run -> channel.onJoin(response -> run.run()));
            case 6 -> register(handle, ProgramEvent.Kind.LEFT, "", run -> channel.onLeave(cause -> run.run()));
            default -> register(handle, ProgramEvent.Kind.FAILED, "", run -> channel.onError(reason -> run.run()));
        }
    }

    private void listen(ProgramHandle handle, SeededRandom random) {
        ChannelPresence view = handle.listen();
        if (random.oneIn(2)) {
            register(handle, ProgramEvent.Kind.CHANGED, "", run -> view.onChange(change -> run.run()));
        } else {
            register(handle, ProgramEvent.Kind.SYNCED, "", view::onSync);
        }
    }

    private void register(ProgramEvent.Kind kind) {
        register(null, kind, "", run -> switch (kind) {
            case OPENED -> socket.onOpen(run);
            case CLOSED -> socket.onClose(reason -> run.run());
            case ERROR -> socket.onError(failure -> run.run());
            default -> socket.onStateChange(status -> run.run());
        });
    }

    private void register(
            @Nullable ProgramHandle handle,
            ProgramEvent.Kind kind,
            String event,
            Function<Runnable, Registration> register) {
        if (registrations.size() > MOST_HANDLERS) {
            return;
        }
        int id = ++numbers;
        Registration registration = register.apply(() -> handle(id, handle));
        events.accept(new ProgramEvent.Registered(
                id, new ProgramEvent.HandlerList(handle == null ? 0 : handle.number(), kind, event)));
        registrations.add(new OpenRegistration(id, registration));
    }

    private void closeOne(SeededRandom random) {
        if (!registrations.isEmpty()) {
            OpenRegistration closed = registrations.remove(random.below(registrations.size()));
            closed.registration().close();
            events.accept(new ProgramEvent.RegistrationClosed(closed.handler()));
        }
    }

    private void handle(int id, @Nullable ProgramHandle handle) {
        events.accept(new ProgramEvent.HandlerStarted(
                id, handle == null ? null : handle.channel().isJoined()));
        try {
            runHandler(id);
        } finally {
            events.accept(new ProgramEvent.HandlerEnded(id));
        }
    }

    private void runHandler(int id) {
        if (closes) {
            closes = false;
            events.accept(new ProgramEvent.PhaseBegan(ProgramEvent.Phase.CLOSING));
            socket.close();
        }
        SeededRandom random = actions.next(RandomActions.Kind.CALLBACK);
        if (isCalm || !actions.isIncluded(RandomActions.Kind.CALLBACK)) {
            return;
        }
        if (fails && random.oneIn(60)) {
            breakClient(id, random);
        }
        switch (random.below(20)) {
            case 0, 1 -> act(random);
            case 2 -> closeOne(random);
            case 3 -> throw new PlannedException("a handler");
            case 4 -> {
                if (random.oneIn(2)) {
                    throw new AssertionError(PlannedException.MARK + "a handler");
                }
            }
            case 5, 6 -> block(random);
            default -> {}
        }
    }

    /**
     * Makes some calls, and then throws an error that ends the client. The calls, which wait in the client's mailbox,
     * are lost.
     */
    private void breakClient(int handler, SeededRandom random) {
        for (int i = random.below(4); i > 0; i--) {
            act(random);
        }
        events.accept(new ProgramEvent.HandlerBroke(handler, views()));
        throw PlannedException.exhausted();
    }

    /** Returns the presence views of the handles, by the numbers of the handles. */
    private Map<Integer, Presences> views() {
        Map<Integer, Presences> views = new LinkedHashMap<>();
        for (ProgramHandle handle : handles) {
            ChannelPresence view = handle.view();
            if (view != null) {
                views.put(handle.number(), view.snapshot());
            }
        }
        return views;
    }

    private void block(SeededRandom random) {
        if (simulation.mayWait() && blocked == 0) {
            blocked++;
            simulation.advance(CallbackTime.millis(1, 300, random));
            blocked--;
        }
    }

    // --- streams ----------------------------------------------------------------------------------------------------

    private void subscribe(ProgramHandle handle, SeededRandom random) {
        MessageBuffer buffer = MessageBuffer.of(
                random.pick(List.of(1, 2, 5, 1000)), random.pick(List.of(MessageBuffer.Overflow.values())));
        ProgramSubscriber made =
                new ProgramSubscriber(++numbers, handle, buffer, random.of("subscriber " + numbers), events);
        handle.subscribers().add(made);
        made.begin();
    }

    private void demand(ProgramHandle handle, SeededRandom random) {
        if (!handle.subscribers().isEmpty()) {
            ProgramSubscriber subscriber = random.pick(handle.subscribers());
            if (random.oneIn(12)) {
                subscriber.cancel();
            } else {
                subscriber.request(random.oneIn(6) ? Long.MAX_VALUE : random.between(1, 6));
            }
        }
    }
}
