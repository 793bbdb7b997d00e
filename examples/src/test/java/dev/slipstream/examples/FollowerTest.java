package dev.slipstream.examples;

import dev.slipstream.RunningClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SocketTestExtension.class)
class FollowerTest {

    private static final List<String> TOPICS = List.of("rooms:one", "rooms:two", "rooms:three");

    @Test
    void followsAllItsTopicsAgainAfterAReconnect(SocketTest test) {
        test.start(new Follower(Configuration.of("ws://localhost/socket/websocket")));
        test.acceptConnect();
        for (String topic : TOPICS) {
            test.cast(new Follower.Follow(topic));
            test.acceptJoin(topic);
        }
        test.cast(new Follower.Unfollow("rooms:two"));
        test.acceptLeave("rooms:two");

        test.closeConnection(1012, "service restart");
        test.acceptConnect();

        test.acceptJoin("rooms:one");
        test.acceptJoin("rooms:three");
        test.within(Duration.ofMinutes(1)).refuteJoin("rooms:two");
    }

    @Test
    void worksOverSockets() throws InterruptedException {
        try (Rooms rooms = new Rooms()) {
            RunningClient follower = rooms.start(Follower::new);
            for (String topic : TOPICS) {
                follower.cast(new Follower.Follow(topic));
                rooms.awaitReceived("join " + topic);
            }

            rooms.server().cutConnections();

            for (String topic : TOPICS) {
                rooms.awaitReceived("join " + topic);
            }
        }
    }
}
