package dev.slipstream.examples;

import static dev.slipstream.testkit.Commands.push;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.Socket;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.Sockets;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SocketTestExtension.class)
class ArrivalTest {

    private static final Set<Arrival.Step> ALL = EnumSet.allOf(Arrival.Step.class);

    @Test
    void singleStepIsTestedWithoutClient() {
        Socket socket = Arrival.Step.ANNOUNCE.apply(Sockets.joined(Arrival.ROOM));

        assertThat(socket.commands()).satisfiesExactly(push(Arrival.ROOM, "arrived", Map.of("times", 0)));
    }

    @Test
    void allStepsRun(SocketTest test) {
        start(test, ALL);

        test.assertPush(Arrival.ROOM, "arrived", Map.of("times", 1));
        test.within(Duration.ofMinutes(1)).assertPush(Arrival.ROOM, "awake");
    }

    @Test
    void withoutCountZeroArrivalsAreAnnounced(SocketTest test) {
        start(test, Arrival.without(Arrival.Step.COUNT));

        test.assertPush(Arrival.ROOM, "arrived", Map.of("times", 0));
        test.within(Duration.ofMinutes(1)).assertPush(Arrival.ROOM, "awake");
    }

    @Test
    void withoutAnnouncementOtherStepsRun(SocketTest test) {
        start(test, Arrival.without(Arrival.Step.ANNOUNCE));

        test.refutePush(Arrival.ROOM, "arrived");
        assertThat(test.client().socket().assigned(Arrival.ARRIVALS)).isEqualTo(1);
        test.within(Duration.ofMinutes(1)).assertPush(Arrival.ROOM, "awake");
    }

    @Test
    void withoutTimerNothingFollows(SocketTest test) {
        start(test, Arrival.without(Arrival.Step.STAY_AWAKE));

        test.assertPush(Arrival.ROOM, "arrived");
        test.within(Duration.ofHours(1)).refutePush(Arrival.ROOM, "*");
    }

    @Test
    void worksOverSockets() throws InterruptedException {
        try (Rooms rooms = new Rooms()) {
            rooms.start(configuration -> new Arrival(configuration, ALL));
            rooms.awaitReceived("arrived {\"times\":1}");
            rooms.server().cutConnections();
            rooms.awaitReceived("arrived {\"times\":2}");
        }
    }

    private static void start(SocketTest test, Set<Arrival.Step> steps) {
        test.start(new Arrival(Configuration.of("ws://localhost/socket/websocket"), steps));
        test.connectAndJoin(Arrival.ROOM);
    }
}
