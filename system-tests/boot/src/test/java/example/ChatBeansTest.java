package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(SocketTestExtension.class)
class ChatBeansTest {

    private ConfigurableApplicationContext context;

    @Test
    void clientRunsAsLongAsTheContext(SocketTest test) {
        test.startBy(options -> {
            context = new SpringApplicationBuilder(ChatBeans.class).web(WebApplicationType.NONE).run();
            return context.getBean(ChannelSocket.class).client();
        });
        test.connectAndJoin("rooms:lobby");
        test.push("rooms:lobby", "shout", Map.of("text", "hi"));
        assertEquals(List.of("hi"), context.getBean(ChatBeans.class).shouts);

        context.close();

        test.assertDisconnect();
        test.assertStopped();
    }
}
