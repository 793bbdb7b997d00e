package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.Frame;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors (not exceptions) that serializers and callbacks throw. */
class ErrorsTest {

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();
    private final Queue<Observation> observations = new ConcurrentLinkedQueue<>();

    /**
     * The classes of the errors. Each error is made when it is thrown, because an OutOfMemoryError among the test
     * parameters looks like a failure of the test run.
     */
    static List<Class<? extends Error>> errors() {
        return List.of(
                AssertionError.class,
                LinkageError.class,
                NoClassDefFoundError.class,
                StackOverflowError.class,
                OutOfMemoryError.class);
    }

    private static Error made(Class<? extends Error> type) {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * A JSON serializer that throws for the event {@code evil}. If {@code atOnce}, it also throws for an empty map,
     * which each new connection encodes first.
     */
    private record ThrowingSerializer(Supplier<Error> thrown, boolean atOnce) implements Serializer {

        @Override
        public String vsn() {
            return FakeSocket.JSON.vsn();
        }

        @Override
        public Payload encode(@Nullable Object value) {
            if (atOnce && Collections.emptyMap().equals(value)) {
                throw thrown.get();
            }
            return FakeSocket.JSON.encode(value);
        }

        @Override
        public Frame encode(Message message) {
            if (message.event().equals("evil")) {
                throw thrown.get();
            }
            return FakeSocket.JSON.encode(message);
        }

        @Override
        public Message decode(Frame frame) throws MalformedFrameException {
            Message message = FakeSocket.JSON.decode(frame);
            if (message.event().equals("evil")) {
                throw thrown.get();
            }
            return message;
        }
    }

    /** A client that throws when it receives the event {@code throw}, and stops if an attempt to connect fails. */
    private LobbyClient client(Class<? extends Error> type) {
        return new LobbyClient(journal)
                .onMessage((message, socket) -> {
                    if (message.event().equals("throw")) {
                        throw made(type);
                    }
                    return socket;
                })
                .onDisconnect((reason, socket) -> reason instanceof DisconnectReason.ConnectFailed
                        ? socket.stop(new StopReason.Normal())
                        : socket)
                .continuing();
    }

    private RunningClient start(Class<? extends Error> type, boolean atOnce) {
        return Slipstream.start(
                client(type),
                transports
                        .builder()
                        .serializer(new ThrowingSerializer(() -> made(type), atOnce))
                        .telemetry(observations::add)
                        .build());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void encodingErrorFailsOnlyThatPush(Class<? extends Error> type) {
        try (RunningClient client = start(type, false)) {
            journal.expect("joined");
            client.run(socket -> socket.push("rooms:lobby", "evil", Map.of()));
            journal.expect(new Reply.Lost(new Failure.Unencodable(type.getName()), false).toString());
            client.run(socket -> socket.push("rooms:lobby", "good", Map.of()));
            assertThat(transports.next().took("good").topic()).isEqualTo("rooms:lobby");
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void decodingErrorDropsOnlyThatFrame(Class<? extends Error> type) {
        try (RunningClient client = start(type, false)) {
            journal.expect("joined");
            FakeSocket server = transports.next();
            server.broadcast("rooms:lobby", "evil", "{}");
            server.broadcast("rooms:lobby", "good", "{}");
            journal.expect("good");
            assertThat(client.socket().isJoined("rooms:lobby")).isTrue();
        }
        assertThat(observations)
                .filteredOn(Observation.FrameDropped.class::isInstance)
                .hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorBeforeFirstFrameFailsAttempt(Class<? extends Error> type) {
        RunningClient client = start(type, true);
        journal.expect("terminate Normal[]");
        client.close();
        assertThat(journal.lines())
                .containsExactly(
                        new DisconnectReason.ConnectFailed(
                                        new Failure.Unexpected("the serializer threw " + type.getName()))
                                .toString(),
                        "terminate Normal[]");
        assertThat(transports.all()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void callbackErrorReachesHandleFailureExceptVirtualMachineErrors(Class<? extends Error> type) {
        boolean isFatal = type.equals(OutOfMemoryError.class);
        try (RunningClient client = start(type, false)) {
            journal.expect("joined");
            FakeSocket server = transports.next();
            server.broadcast("rooms:lobby", "throw", "{}");
            server.broadcast("rooms:lobby", "more", "{}");
            if (isFatal) {
                assertThat(client.whenStopped()
                                .toCompletableFuture()
                                .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                                .join())
                        .isInstanceOf(StopReason.Failed.class);
                server.awaitClosed();
                journal.expect("terminate Failed[java.lang.OutOfMemoryError]");
            } else {
                journal.expect("more");
            }
        }
        assertThat(journal.lines())
                .startsWith(
                        "connected",
                        "joined",
                        "throw",
                        isFatal
                                ? new DisconnectReason.Requested().toString()
                                : "handleMessage threw " + type.getName());
        assertThat(observations)
                .filteredOn(Observation.Span.CallbackFailed.class::isInstance)
                .hasSize(1);
    }
}
