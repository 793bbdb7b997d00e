// This file has more than 300 lines, because all rules of the shared flush are in one place.
package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.process.InputProbe;
import dev.slipstream.process.ProcessRuntime;
import dev.slipstream.process.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Callbacks that run one after another, without a pause, share a flush. All processes run on the test's thread, so a
 * callback that blocks must run the other tasks itself.
 */
class SharedFlushTest {

    private static final String LOBBY = "rooms:lobby";
    private static final long MILLISECOND = 1_000_000;

    private record Timed(long at, Runnable task) {}

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<Timed> timers = new ArrayList<>();
    private long now;
    private final ProcessRuntime runtime = new ProcessRuntime(
            tasks::add,
            tasks::add,
            this::schedule,
            () -> now,
            () -> {
                throw new AssertionError("no thread waits");
            },
            InputProbe.NONE,
            Optional.empty());
    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();

    private Scheduler.Timer schedule(Duration at, Runnable task) {
        Timed timed = new Timed(at.toNanos(), task);
        timers.add(timed);
        return () -> timers.remove(timed);
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Lets time pass, as if a callback blocked. Timers and tasks of other threads run meanwhile. */
    private void pass(long nanos) {
        now += nanos;
        fireTimers();
        runTasks();
    }

    private void fireTimers() {
        List<Timed> due = timers.stream().filter(timer -> timer.at() <= now).toList();
        timers.removeAll(due);
        due.forEach(timer -> timer.task().run());
    }

    /** Starts a client that is joined to the lobby; {@code info} handles its messages. */
    private RunningClient start(BiFunction<Object, Socket, Socket> info) {
        Configuration configuration = FakeTransports.configuration().toBuilder()
                .heartbeatInterval(Duration.ofHours(1))
                .build();
        LobbyClient lobby = new LobbyClient(journal)
                .onInit(socket -> socket.connect(configuration))
                .onInfo(info);
        RunningClient client = runtime.within(() -> Slipstream.start(lobby, transports.options()));
        runTasks();
        assertThat(client.socket().isJoined(LOBBY)).isTrue();
        return client;
    }

    private static Socket push(Object message, Socket socket) {
        return socket.push(LOBBY, "n" + message, Map.of());
    }

    private static void send(RunningClient client, int from, int to) {
        IntStream.rangeClosed(from, to).forEach(client::send);
    }

    private FakeSocket socket() {
        return transports.all().getFirst();
    }

    private static List<String> pushes(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(n -> "n" + n + " " + LOBBY)
                .toList();
    }

    private List<String> written() {
        return socket().written().stream().skip(1).toList(); // without the join
    }

    @Test
    void callbacksOfOneDrainShareAFlush() {
        RunningClient client = start(SharedFlushTest::push);
        int before = socket().flushes.get();
        send(client, 1, 64);

        runTasks();

        assertThat(written()).isEqualTo(pushes(1, 64));
        assertThat(socket().flushes).hasValue(before + 1);
    }

    @Test
    void longDrainFlushesAfterEach64Callbacks() {
        List<Integer> flushes = new ArrayList<>();
        RunningClient client = start((message, socket) -> {
            flushes.add(socket().flushes.get());
            return push(message, socket);
        });
        int before = socket().flushes.get();
        send(client, 1, 130);

        runTasks();

        assertThat(written()).isEqualTo(pushes(1, 130));
        assertThat(flushes)
                .isEqualTo(
                        IntStream.range(0, 130).mapToObj(n -> before + n / 64).toList());
        assertThat(socket().flushes).hasValue(before + 3);
    }

    @Test
    void loneCallbackIsFlushedAtOnceAndSetsNoTimer() {
        RunningClient client = start(SharedFlushTest::push);
        int before = socket().flushes.get();
        List<Timed> armed = List.copyOf(timers);
        client.send(1);

        runTasks();

        assertThat(written()).isEqualTo(pushes(1, 1));
        assertThat(socket().flushes).hasValue(before + 1);
        assertThat(timers).isEqualTo(armed);
    }

    @Test
    void slowCallbacksFlushAfterOneMillisecond() {
        List<Integer> written = new ArrayList<>();
        RunningClient client = start((message, socket) -> {
            now += MILLISECOND; // no timer fires, because the callback uses the only processor
            written.add(written().size());
            return push(message, socket);
        });
        send(client, 1, 6);

        runTasks();

        assertThat(written).containsExactly(0, 0, 2, 2, 4, 4);
        assertThat(written()).isEqualTo(pushes(1, 6));
    }

    @Test
    void timerFlushesEarlierFramesWhileACallbackBlocks() {
        List<List<String>> written = new ArrayList<>();
        RunningClient client = start((message, socket) -> {
            if (!message.equals(3)) {
                return push(message, socket);
            }
            written.add(written());
            pass(MILLISECOND - 1);
            written.add(written());
            pass(1);
            written.add(written());
            return push(message, socket);
        });
        send(client, 1, 4);

        runTasks();

        assertThat(written).containsExactly(List.of(), List.of(), pushes(1, 2));
        assertThat(written()).isEqualTo(pushes(1, 4));
    }

    @Test
    void timerFlushesDuringEachBlockedCallback() {
        List<Integer> written = new ArrayList<>();
        RunningClient client = start((message, socket) -> {
            if ((int) message % 2 == 0) {
                pass(MILLISECOND);
                written.add(written().size());
            }
            return push(message, socket);
        });
        send(client, 1, 6);

        runTasks();

        assertThat(written).containsExactly(1, 3, 5);
    }

    @Test
    void commitPointFlushes() {
        List<List<String>> written = new ArrayList<>();
        RunningClient client = start((message, socket) -> {
            if (!message.equals(3)) {
                return push(message, socket);
            }
            written.add(written());
            Session session = Slipstream.session(socket);
            written.add(written());
            return session.socket();
        });
        send(client, 1, 4);

        runTasks();

        assertThat(written).containsExactly(List.of(), pushes(1, 2));
        assertThat(written()).containsExactly("n1 " + LOBBY, "n2 " + LOBBY, "n4 " + LOBBY);
    }

    @Test
    void flushAtCommitPointDoesNotWaitForTheThreadOfTheTimer() {
        List<List<String>> written = new ArrayList<>();
        RunningClient client = start((message, socket) -> {
            if (message.equals(2)) {
                now += MILLISECOND;
                fireTimers(); // the timers start threads, which run after this test's thread
                written.add(written());
            }
            if (message.equals(4)) {
                Session session = Slipstream.session(socket);
                written.add(written());
                return session.socket();
            }
            return push(message, socket);
        });
        send(client, 1, 4);

        runTasks();

        assertThat(written).containsExactly(List.of(), pushes(1, 3));
    }

    @Test
    void operationsOfSessionAreFlushedAtOnce() {
        List<String> written = new ArrayList<>();
        RunningClient client = start((message, socket) -> {
            if (message.equals(1)) {
                return push(message, socket);
            }
            Session session = Slipstream.session(push(message, socket));
            session.apply(push(3, session.socket()));
            written.addAll(written());
            return session.socket();
        });
        send(client, 1, 2);
        client.send(2);

        runTasks();

        assertThat(written.subList(0, 3)).isEqualTo(pushes(1, 3));
    }

    @Test
    void smallQueueIsFlushedBeforeItOverflows() {
        RunningClient client = start(SharedFlushTest::push);
        socket().room = 4;
        send(client, 1, 63);

        runTasks();

        assertThat(written()).isEqualTo(pushes(1, 63));
        assertThat(journal.lines()).noneMatch(line -> line.contains("Overflow"));
    }

    @Test
    void oneCallbackStillOverflowsTheQueue() {
        RunningClient client = start(
                (message, socket) -> socket.fold(List.of(1, 2, 3, 4, 5), (number, folded) -> push(number, folded)));
        socket().room = 4;
        client.send("all");

        runTasks();

        assertThat(written()).isEqualTo(pushes(1, 4));
        assertThat(journal.lines().stream().filter(line -> line.contains("Overflow")))
                .hasSize(1);
    }

    @Test
    void earlierFramesAreFlushedToMakeRoomForTheNextCallback() {
        RunningClient client = start((message, socket) ->
                socket.fold(List.of(1, 2, 3, 4), (number, folded) -> push((int) message * 10 + number, folded)));
        socket().room = 4;
        send(client, 1, 3);

        runTasks();

        assertThat(written())
                .isEqualTo(Stream.of(pushes(11, 14), pushes(21, 24), pushes(31, 34))
                        .flatMap(List::stream)
                        .toList());
        assertThat(journal.lines()).noneMatch(line -> line.contains("Overflow"));
    }

    @Test
    void hugeBatchOfOneCallbackIsFlushedInParts() {
        RunningClient client = start((message, socket) ->
                socket.fold(IntStream.rangeClosed(1, 600).boxed().toList(), (number, folded) -> push(number, folded)));
        int before = socket().flushes.get();
        client.send("all");

        runTasks();

        assertThat(written()).isEqualTo(pushes(1, 600));
        assertThat(socket().flushes).hasValue(before + 3);
    }

    @Test
    void stopFlushesTheHeldFrames() {
        RunningClient client = start((message, socket) ->
                message.equals(3) ? push(message, socket).stop(new StopReason.Normal()) : push(message, socket));
        send(client, 1, 4);

        runTasks();

        assertThat(written()).isEqualTo(pushes(1, 3));
        assertThat(client.whenStopped().toCompletableFuture()).isCompleted();
        assertThat(timers).isEmpty();
    }

    @Test
    void heartbeatDoesNotWaitForABlockedCallback() {
        List<List<String>> written = new ArrayList<>();
        RunningClient client = start((message, socket) -> {
            if (!message.equals(2)) {
                return push(message, socket);
            }
            timers.removeIf(timer -> timer.at() == now + MILLISECOND); // as if the flush timer were late
            pass(Duration.ofMinutes(1).toNanos());
            written.add(written());
            return socket;
        });
        pass(Duration.ofMinutes(59).toNanos());
        send(client, 1, 2);

        runTasks();

        assertThat(written).containsExactly(List.of("n1 " + LOBBY, "heartbeat phoenix"));
    }
}
