package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Socket;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * On real threads, a callback blocks until the server has the frame of the callback before it. If one flush is lost,
 * the callback waits forever.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BlockedFlushTest {

    private static final String LOBBY = "rooms:lobby";
    private static final int ROUNDS = 500;

    /** The limit for the average round. The timer flushes after 1 ms, so even a busy machine takes far less. */
    private static final Duration MOST_PER_ROUND = Duration.ofMillis(50);

    private record PushOnce(int round) {}

    private record Block(int round) {}

    private final Semaphore arrived = new Semaphore(0);
    private final Journal journal = new Journal();
    private final AtomicLong blocked = new AtomicLong();

    @Test
    void eachFrameArrivesWhileTheNextCallbackBlocks() {
        FakeTransports transports = new FakeTransports(new FakeTransports.Server() {
            @Override
            public void took(FakeSocket socket, Message message) {
                socket.answer(message);
                if (message.event().equals("said")) {
                    arrived.release();
                }
            }
        });
        RunningClient[] client = new RunningClient[1];
        LobbyClient lobby = new LobbyClient(journal).onInfo((sent, socket) -> handle(sent, socket, client[0]));
        try (RunningClient started = Slipstream.start(lobby, transports.options())) {
            client[0] = started;
            journal.expect("joined");
            started.send(new Block(0));
            journal.expect("done");
        }
        assertThat(Duration.ofNanos(blocked.get())).isLessThan(MOST_PER_ROUND.multipliedBy(ROUNDS));
    }

    /**
     * Each round is a push and a callback that waits until the push arrives. Both are in the mailbox before the
     * client handles the push.
     */
    private Socket handle(Object sent, Socket socket, RunningClient client) {
        if (sent instanceof PushOnce) {
            return socket.push(LOBBY, "said", Map.of());
        }
        int round = ((Block) sent).round();
        if (round > 0) {
            await();
        }
        if (round == ROUNDS) {
            journal.note("done");
            return socket;
        }
        List.of(new PushOnce(round + 1), new Block(round + 1)).forEach(client::send);
        return socket;
    }

    private void await() {
        long begin = System.nanoTime();
        try {
            assertThat(arrived.tryAcquire(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("the frame arrived")
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
        blocked.addAndGet(System.nanoTime() - begin);
    }
}
