package dev.slipstream.spring.slice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.spring.SlipstreamTest;
import dev.slipstream.testkit.SocketTest;
import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestPropertySource;

/** A {@link SlipstreamTest} has the listeners and the clients of the application, and a new context for each test. */
@SlipstreamTest
@TestPropertySource(
        properties = {"slipstream.clients.chat.topics=rooms:lobby", "slipstream.clients.feed.heartbeat-interval=30s"})
class SliceTest {

    @RepeatedTest(2)
    void eachTestPlaysTheServersOfItsClients(
            @Qualifier("chat") SocketTest chat,
            @Qualifier("feed") SocketTest feed,
            @Autowired ApplicationContext context) {
        chat.connectAndJoin("rooms:lobby");
        feed.acceptConnect();
        chat.push("rooms:lobby", "shout", Map.of("text", "Ann"));
        chat.push("rooms:lobby", "whisper", Map.of("text", "Bob"));

        assertThat(context.getBean(SliceParts.Shouts.class).heard).containsExactly("Ann");
        assertThat(context.getBean(SliceParts.InheritedWhispers.class).heard).containsExactly("Bob");
        assertThat(context.getBeanNamesForType(SliceParts.Database.class)).isEmpty();
    }
}
