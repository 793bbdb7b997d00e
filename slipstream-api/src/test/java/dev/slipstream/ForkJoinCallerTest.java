package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.From;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Blocking calls on the only thread of a ForkJoinPool, while the awaited work needs the same pool. The pool is notified
 * that its thread blocks, and adds another thread. On a machine with two processors the common pool has only one
 * thread. A websocket library may use the common pool to connect.
 */
class ForkJoinCallerTest {

    private static final Duration PATIENCE = Journal.PATIENCE;

    private final ForkJoinPool pool = new ForkJoinPool(1);
    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();

    @AfterEach
    void end() {
        pool.shutdownNow();
    }

    private record Ping(From<String> from) {}

    private RunningClient start() {
        return start(transports);
    }

    private RunningClient start(FakeTransports on) {
        LobbyClient answering = new LobbyClient(journal)
                .onCall((asked, socket) -> asked instanceof Ping(var from) ? socket.answer(from, "pong") : socket);
        RunningClient client =
                Slipstream.start(answering, on.builder().executor(pool).build());
        journal.expect("joined");
        return client;
    }

    private <T> T inThePool(Callable<T> work) throws Exception {
        return pool.submit(work).get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void callFromAPoolOfOneThreadIsAnsweredOnAnAddedThread() throws Exception {
        try (RunningClient client = start()) {
            assertThat(inThePool(() -> client.<String>call(Ping::new, PATIENCE)))
                    .isEqualTo("pong");
        }
    }

    @Test
    void closeInPoolWaitsForTerminate() throws Exception {
        RunningClient client = start();
        assertThat(inThePool(() -> {
                    client.close();
                    return client.whenStopped().toCompletableFuture().isDone();
                }))
                .isTrue();
    }

    @Test
    void callbackAwaitsOtherClientOfSamePool() throws Exception {
        try (RunningClient other = start(new FakeTransports());
                RunningClient client = start()) {
            FakeSocket line = transports.next();
            client.run(socket -> {
                other.run(theirs -> {
                    line.broadcast("rooms:lobby", "news", "{}");
                    return theirs;
                });
                Session session = Slipstream.session(socket);
                session.await(EventMatcher.messageOn("rooms:lobby", "news"), PATIENCE);
                journal.note("heard");
                return session.socket();
            });
            journal.expect("heard");
        }
    }

    @Test
    void scriptInPoolConnectsWhilePoolIsBusy() throws Exception {
        FakeTransports pooled = new FakeTransports(new FakeTransports.Server() {
            @Override
            public void opening(FakeSocket socket) {
                pool.execute(socket::open);
            }
        });
        assertThat(inThePool(() -> {
                    try (Session session = Slipstream.open(FakeTransports.configuration(), pooled.options())) {
                        return session.join("rooms:lobby", Map.of()).text();
                    }
                }))
                .isEqualTo("{}");
    }
}
