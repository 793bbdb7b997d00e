package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The options of a client: executors, and the accepted values of the other options. */
class StartOptionsTest {

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();

    private LobbyClient joining() {
        return new LobbyClient(journal)
                .onJoin(socket -> {
                    journal.note("joined on " + Thread.currentThread().getName());
                    return socket;
                })
                .onTerminate(socket -> {
                    journal.note("terminated");
                    return socket;
                });
    }

    @Test
    void executorOnCallingThreadIsRejected() {
        assertThatThrownBy(() -> Slipstream.start(
                        joining(), transports.builder().executor(Runnable::run).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("runs tasks on the submitting thread");
        assertThat(transports.all()).isEmpty();
    }

    @Test
    void callbacksRunOnGivenExecutor() {
        try (ExecutorService one = Executors.newSingleThreadExecutor(task -> new Thread(task, "the one"));
                RunningClient client = Slipstream.start(
                        joining(), transports.builder().executor(one).build())) {
            journal.expect("joined on the one");
            Journal.eventually(() -> client.socket().isJoined("rooms:lobby"), "the handle shows the join");
        }
    }

    private static final ThreadLocal<String> CONTEXT = ThreadLocal.withInitial(() -> "none");

    /** A client whose callbacks each record the value of {@code CONTEXT}. */
    private final class Contextual implements SlipstreamClient {

        private Socket note(String callback, Socket socket) {
            journal.note(callback + " in " + CONTEXT.get());
            return socket;
        }

        @Override
        public Socket init(Socket socket) {
            return note("init", socket).connect(FakeTransports.configuration()).join("rooms:lobby");
        }

        @Override
        public Socket handleJoin(String topic, Payload response, Socket socket) {
            return note("handleJoin", socket);
        }

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            Slipstream.session(socket).request("rooms:lobby", "ping", Map.of());
            return note("handleInfo, behind an await,", socket);
        }

        @Override
        public Socket terminate(StopReason reason, Socket socket) {
            return note("terminate", socket);
        }
    }

    @Test
    void contextOfExecutorSurroundsEachCallback() {
        try (ExecutorService pool = Executors.newCachedThreadPool()) {
            Executor logging = task -> pool.execute(() -> {
                CONTEXT.set("a context");
                try {
                    task.run();
                } finally {
                    CONTEXT.remove();
                }
            });
            try (RunningClient client = Slipstream.start(
                    new Contextual(), transports.builder().executor(logging).build())) {
                journal.expect("handleJoin in a context");
                client.send("go");
                journal.expect("handleInfo, behind an await, in a context");
            }
        }
        assertThat(journal.lines())
                .containsExactly(
                        "init in a context",
                        "handleJoin in a context",
                        "handleInfo, behind an await, in a context",
                        "terminate in a context");
    }

    @Test
    void clientEndsAfterExecutorShutdown() {
        ExecutorService pool = Executors.newFixedThreadPool(2, task -> new Thread(task, "pool"));
        RunningClient client =
                Slipstream.start(joining(), transports.builder().executor(pool).build());
        journal.expect("joined on pool");
        pool.shutdown();
        client.close();
        assertThat(client.whenStopped().toCompletableFuture()).isDone();
        assertThat(transports.next().closes).hasValue(1);
        journal.expect("terminated");
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(
                        () -> StartOptions.builder().maxMessages(1).maxBytes(1).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 messages and 1 bytes are not accepted");
        assertThatThrownBy(() -> StartOptions.builder().name(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a blank name is not accepted");
        assertThatThrownBy(() -> StartOptions.builder().label(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a blank label is not accepted");
        assertThatThrownBy(() -> StartOptions.builder().maxBytes(0).build())
                .isInstanceOf(IllegalArgumentException.class);
        StartOptions smallest =
                StartOptions.builder().maxMessages(2).maxBytes(1).build();
        assertThat(smallest.maxMessages()).isEqualTo(2);
        assertThat(smallest.maxBytes()).isEqualTo(1);
    }

    @Test
    void builderKeepsOptions() {
        Executor executor = task -> new Thread(task).start();
        Telemetry telemetry = observation -> {};
        StartOptions first = StartOptions.builder()
                .executor(executor)
                .transport(transports)
                .serializer(FakeSocket.JSON)
                .telemetry(telemetry)
                .maxMessages(3)
                .maxBytes(4)
                .seed(5)
                .name("lobby")
                .label("rooms")
                .restart(RestartPolicy.PERMANENT)
                .build();
        StartOptions.Builder builder = first.toBuilder();
        StartOptions same = builder.build();
        builder.name("hall").label("halls").maxMessages(6);
        assertThat(same.executor()).contains(executor);
        assertThat(same.transport()).contains(transports);
        assertThat(same.serializer()).contains(FakeSocket.JSON);
        assertThat(same.telemetry()).isEqualTo(telemetry);
        assertThat(same.maxMessages()).isEqualTo(3);
        assertThat(same.maxBytes()).isEqualTo(4);
        assertThat(same.seed()).contains(5L);
        assertThat(same.name()).contains("lobby");
        assertThat(same.label()).contains("rooms");
        assertThat(same.restart()).isEqualTo(RestartPolicy.PERMANENT);
        assertThat(first.name()).contains("lobby");
    }

    @Test
    void clientsMayShareALabel() {
        StartOptions options = transports.builder().label("rooms").build();
        RunningClient first = Slipstream.start(new SlipstreamClient() {}, options);
        RunningClient second = Slipstream.start(new SlipstreamClient() {}, options);

        assertThatThrownBy(first::start).hasMessageContaining("client rooms ");
        assertThatThrownBy(second::start).hasMessageContaining("client rooms ");
        assertThat(Slipstream.named("rooms")).isEmpty();
        first.close();
        second.close();
    }

    @Test
    void nameIsShownInsteadOfTheLabel() {
        RunningClient client = Slipstream.prepare(
                new SlipstreamClient() {},
                transports.builder().name("lobby").label("rooms").build());

        assertThatThrownBy(() -> client.send("too early"))
                .hasMessageContaining("client lobby ")
                .hasMessageNotContaining("rooms");
        client.close();
    }

    private static Arguments absent(String named, ThrowingCallable call) {
        return Arguments.of(named, call);
    }

    @SuppressWarnings("NullAway") // passes null, like a caller without null checks
    static Stream<Arguments> absences() {
        SlipstreamClient idle = new SlipstreamClient() {};
        return Stream.of(
                absent("executor", () -> StartOptions.builder().executor(null)),
                absent("label", () -> StartOptions.builder().label(null)),
                absent("transport", () -> StartOptions.builder().transport(null)),
                absent("serializer", () -> StartOptions.builder().serializer(null)),
                absent("telemetry", () -> StartOptions.builder().telemetry(null)),
                absent("name", () -> StartOptions.builder().name(null)),
                absent("restart", () -> StartOptions.builder().restart(null)),
                absent("client", () -> Slipstream.start((SlipstreamClient) null)),
                absent("options", () -> Slipstream.start(idle, null)),
                absent("configuration", () -> Slipstream.open(null)),
                absent("options", () -> Slipstream.open(FakeTransports.configuration(), null)),
                absent("socket", () -> Slipstream.session(null)),
                absent("socket", () -> Slipstream.running(null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("absences")
    void nullArgumentsAreNamed(String named, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(named);
    }
}
