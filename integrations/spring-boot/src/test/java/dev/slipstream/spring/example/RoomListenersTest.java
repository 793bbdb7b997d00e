package dev.slipstream.spring.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.spring.SlipstreamTest;
import dev.slipstream.testkit.SocketTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

@SlipstreamTest
@Import(TokenSource.class)
class RoomListenersTest {

    @Test
    void collectsShouts(SocketTest test, @Autowired RoomService service) {
        test.connectAndJoin("rooms:lobby");

        test.push("rooms:lobby", "shout", Map.of("text", "welcome"));

        assertThat(service.shouts()).containsExactly("welcome");
    }
}
