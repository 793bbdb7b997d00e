package dev.slipstream.spring.example;

import dev.slipstream.spring.SlipstreamTest;
import dev.slipstream.testkit.SocketTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.ContextConfiguration;

@SlipstreamTest
@ContextConfiguration(classes = Greetings.class)
class GreetingsTest {

    @Test
    void greets(SocketTest test) {
        test.connectAndJoin("rooms:lobby");

        test.push("rooms:lobby", "shout", Map.of("text", "Ann"));

        test.assertPush("rooms:lobby", "greet", Map.of("text", "hello to Ann"));
    }
}
