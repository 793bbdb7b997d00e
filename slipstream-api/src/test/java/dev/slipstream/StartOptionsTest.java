package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.transport.TransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Executors, bounds, and how transports and serializers are found. */
class StartOptionsTest {

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();

    private final class Joining implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(FakeTransports.configuration());
        }

        @Override
        public Socket handleConnect(Socket socket) {
            return socket.join("rooms:lobby");
        }

        @Override
        public Socket handleJoin(String topic, Payload response, Socket socket) {
            journal.note("joined on " + Thread.currentThread().getName());
            return socket;
        }

        @Override
        public Socket terminate(StopReason reason, Socket socket) {
            journal.note("terminated");
            return socket;
        }
    }

    @Test
    void anExecutorThatRunsOnTheCallingThreadIsRefused() {
        assertThatThrownBy(() ->
                        Slipstream.start(new Joining(), transports.options().withExecutor(Runnable::run)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("runs tasks on the thread that hands them in");
        assertThat(transports.all()).isEmpty();
    }

    @Test
    void callbacksRunOnTheExecutorGiven() {
        try (ExecutorService one = Executors.newSingleThreadExecutor(task -> new Thread(task, "the one"));
                RunningClient client =
                        Slipstream.start(new Joining(), transports.options().withExecutor(one))) {
            journal.expect("joined on the one");
            Journal.eventually(() -> client.socket().isJoined("rooms:lobby"), "the handle shows it");
        }
    }

    private static final ThreadLocal<String> CONTEXT = ThreadLocal.withInitial(() -> "none");

    /** Notes in which context each of its callbacks runs. */
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
    void whatAnExecutorPutsAroundItsTasksIsAroundEachCallback() {
        try (ExecutorService pool = Executors.newCachedThreadPool()) {
            Executor logging = task -> pool.execute(() -> {
                CONTEXT.set("a context");
                try {
                    task.run();
                } finally {
                    CONTEXT.remove();
                }
            });
            try (RunningClient client =
                    Slipstream.start(new Contextual(), transports.options().withExecutor(logging))) {
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
    void anExecutorThatIsShutDownDoesNotKeepTheClientFromItsEnd() {
        ExecutorService pool = Executors.newFixedThreadPool(2, task -> new Thread(task, "pool"));
        RunningClient client =
                Slipstream.start(new Joining(), transports.options().withExecutor(pool));
        journal.expect("joined on pool");
        pool.shutdown();
        client.close();
        assertThat(client.whenStopped().toCompletableFuture()).isDone();
        assertThat(transports.next().closes).hasValue(1);
        journal.expect("terminated");
    }

    @Test
    void optionsAreCheckedWhenTheyAreMade() {
        StartOptions standard = StartOptions.standard();
        assertThatThrownBy(() -> standard.withMailbox(1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not 1 messages and 1 bytes");
        assertThatThrownBy(() -> standard.withMailbox(2, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(standard.withMailbox(2, 1).maxMessages()).isEqualTo(2);
    }

    private static Arguments absent(String named, ThrowingCallable call) {
        return Arguments.of(named, call);
    }

    @SuppressWarnings("NullAway") // as a caller that checks nothing
    static Stream<Arguments> absences() {
        StartOptions standard = StartOptions.standard();
        SlipstreamClient idle = new SlipstreamClient() {};
        return Stream.of(
                absent("executor", () -> standard.withExecutor(null)),
                absent("transport", () -> standard.withTransport(null)),
                absent("serializer", () -> standard.withSerializer(null)),
                absent("telemetry", () -> standard.withTelemetry(null)),
                absent("client", () -> Slipstream.start((SlipstreamClient) null)),
                absent("options", () -> Slipstream.start(idle, null)),
                absent("configuration", () -> Slipstream.open(null)),
                absent("options", () -> Slipstream.open(FakeTransports.configuration(), null)),
                absent("socket", () -> Slipstream.session(null)),
                absent("socket", () -> Slipstream.running(null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("absences")
    void whatIsNullIsNamedAtItsCall(String named, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(named);
    }

    @Test
    void withoutATransportOnTheClassPathTheErrorSaysWhatToAdd() {
        assertThatThrownBy(() -> Slipstream.start(new Joining()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no transport was found")
                .hasMessageContaining("slipstream-transport-jdk")
                .hasMessageContaining("StartOptions.withTransport");
    }

    // --- discovery --------------------------------------------------------------------------------------------------

    /** Two providers, and one that throws; public, for the ServiceLoader. */
    public static class One extends FakeProvider {}

    public static final class Two extends FakeProvider {}

    public static final class Twin extends FakeProvider {

        @Override
        public String name() {
            return "One";
        }
    }

    public static final class Nameless extends FakeProvider {

        @Override
        public String name() {
            throw new IllegalStateException("with a secret");
        }
    }

    public static final class Throwing extends FakeProvider {
        public Throwing() {
            throw new IllegalStateException("with a secret");
        }
    }

    /** Opens nothing. */
    public abstract static class FakeProvider implements TransportProvider {

        @Override
        public String name() {
            return getClass().getName().substring(getClass().getName().lastIndexOf('$') + 1);
        }

        @Override
        public dev.slipstream.core.transport.Transport open(
                dev.slipstream.core.transport.Handshake handshake,
                dev.slipstream.core.transport.TransportListener listener) {
            throw new UnsupportedOperationException("opens nothing");
        }
    }

    /** Loads the providers anew, outside of all modules: those of a named module are found by its descriptor alone. */
    private static final class ClassPath extends URLClassLoader {

        ClassPath(URL folder) {
            super(new URL[] {folder}, StartOptionsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            boolean isProvider = List.of(One.class, Two.class, Twin.class, Nameless.class, Throwing.class).stream()
                    .anyMatch(provider -> provider.getName().equals(name));
            Class<?> loaded = findLoadedClass(name);
            if (!isProvider || loaded != null) {
                return loaded == null ? super.loadClass(name, resolve) : loaded;
            }
            try (InputStream code =
                    StartOptionsTest.class.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
                byte[] bytes = Objects.requireNonNull(code, name).readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static ServiceLoader<TransportProvider> place(Path folder, String providers) {
        try {
            Path file = folder.resolve("META-INF/services/" + TransportProvider.class.getName());
            Files.createDirectories(file.getParent());
            Files.writeString(file, providers);
            return ServiceLoader.load(
                    TransportProvider.class, new ClassPath(folder.toUri().toURL()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TransportProvider found(List<ServiceLoader<TransportProvider>> places) {
        return new Discovery<TransportProvider, TransportProvider>(
                        "transport", "add one", TransportProvider::name, provider -> provider)
                .find(places);
    }

    @Test
    void theFirstPlaceThatHasOneCounts(@TempDir Path first, @TempDir Path second) {
        assertThat(found(List.of(place(first, One.class.getName()), place(second, Two.class.getName()))))
                .extracting(TransportProvider::name)
                .isEqualTo("One");
        assertThat(found(List.of(place(first, ""), place(second, Two.class.getName()))))
                .extracting(TransportProvider::name)
                .isEqualTo("Two");
    }

    @Test
    void twoInOnePlaceAreNamed(@TempDir Path folder) {
        String both = One.class.getName() + "\n" + Two.class.getName();
        assertThatThrownBy(() -> found(List.of(place(folder, both))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 transports were found, and none was named")
                .hasMessageContaining(One.class.getName() + " (One), " + Two.class.getName() + " (Two)")
                .hasMessageContaining("add one");
    }

    @Test
    void twoOfOneNameAreToldByTheirClasses(@TempDir Path folder) {
        String both = One.class.getName() + "\n" + Twin.class.getName();
        assertThatThrownBy(() -> found(List.of(place(folder, both))))
                .hasMessageContaining("2 transports were found")
                .hasMessageContaining(One.class.getName() + " (One), " + Twin.class.getName() + " (One)");
    }

    @Test
    void oneWhoseNameThrowsIsToldByItsClass(@TempDir Path folder) {
        String both = One.class.getName() + "\n" + Nameless.class.getName();
        assertThatThrownBy(() -> found(List.of(place(folder, both))))
                .hasMessageContaining(Nameless.class.getName() + " (its name() threw java.lang.IllegalStateException)")
                .hasMessageNotContaining("secret");
    }

    @Test
    void oneThatThrowsIsNamedAndNotQuoted(@TempDir Path folder) {
        assertThatThrownBy(() -> found(List.of(place(folder, Throwing.class.getName()))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Throwing.class.getName())
                .hasMessageContaining("it threw java.lang.IllegalStateException")
                .hasMessageContaining("beside it none was found")
                .hasMessageContaining("take it away, or add one")
                .hasMessageNotContaining("secret");
    }

    @Test
    void besideOneThatThrowsTheOthersAreNamed(@TempDir Path folder) {
        String three = Throwing.class.getName() + "\n" + One.class.getName() + "\nno.such.Transport";
        assertThatThrownBy(() -> found(List.of(place(folder, three))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Throwing.class.getName())
                .hasMessageContaining("no.such.Transport")
                .hasMessageContaining("beside it there is " + One.class.getName() + " (One)")
                .hasMessageContaining("take it away, or add one");
    }

    @Test
    void aProviderWhoseAdapterCannotBeMadeIsNamed(@TempDir Path folder) {
        Discovery<TransportProvider, Object> broken =
                new Discovery<>("serializer", "add one", TransportProvider::name, provider -> {
                    throw new NoClassDefFoundError("a/secret");
                });
        assertThatThrownBy(() -> broken.find(List.of(place(folder, One.class.getName()))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the serializer of " + One.class.getName()
                        + " (One) cannot be used, for it threw java.lang.NoClassDefFoundError; add one");
    }

    @Test
    void oneThatIsNotThereIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> found(List.of(place(folder, "no.such.Transport"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no.such.Transport");
    }
}
