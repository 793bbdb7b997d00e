package dev.slipstream.spring.example;

import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.spring.SlipstreamAutoConfiguration;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

@ExtendWith(SocketTestExtension.class)
class GreetingsTest {

    @Test
    void greets(SocketTest test) {
        test.startBy(options -> new SpringApplicationBuilder(Greetings.class, SlipstreamAutoConfiguration.class)
                .web(WebApplicationType.NONE)
                .run("--slipstream.clients.chat.uri=ws://localhost/socket/websocket")
                .getBean(ChannelSocket.class)
                .client());
        test.connectAndJoin("rooms:lobby");

        test.push("rooms:lobby", "shout", Map.of("text", "Ann"));

        test.assertPush("rooms:lobby", "greet", Map.of("text", "hello to Ann"));
    }
}
