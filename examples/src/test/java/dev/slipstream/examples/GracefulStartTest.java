package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.StopReason;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import dev.slipstream.testkit.phoenix.ConnectResult;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SocketTestExtension.class)
class GracefulStartTest {

    private final List<String> logged = new CopyOnWriteArrayList<>();

    private GracefulStart client(Optional<String> uri) {
        return new GracefulStart(uri, (Level level, String line) -> logged.add(level + " " + line));
    }

    @Test
    void startsWithConfiguration(SocketTest test) {
        test.start(client(Optional.of("ws://localhost/socket/websocket")));

        test.acceptConnect();

        test.refuteStopped();
        assertThat(logged).isEmpty();
    }

    @Test
    void warnsAndDoesNotStartWithoutConfiguration(SocketTest test) {
        test.start(client(Optional.empty()));

        assertThat(test.assertStopped()).isEqualTo(new StopReason.Ignored());
        assertThat(logged).containsExactly("WARNING no uri is configured: the client does not start");
    }

    @Test
    void logsErrorAndDoesNotStartWithInvalidConfiguration(SocketTest test) {
        test.start(client(Optional.of("http://localhost/socket/websocket")));

        assertThat(test.assertStopped()).isEqualTo(new StopReason.Ignored());
        assertThat(logged)
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("ERROR").contains("http"));
    }

    @Test
    void worksOverSockets() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        try (Rooms rooms = new Rooms(request -> {
            asked.countDown();
            return ConnectResult.ok();
        })) {
            rooms.start(configuration -> client(Optional.of(configuration.uri().toString())));

            assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
