package dev.slipstream.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelMessage;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Telemetry;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Methods with {@link ChannelListener} receive the messages of the topics that they match. */
@ExtendWith(SocketTestExtension.class)
class ListenersTest {

    record Shout(String plainText) {}

    static class Room {

        final List<String> heard = new ArrayList<>();

        @ChannelListener(topic = "rooms:*", event = "shout")
        void shouted(Shout shout, Channel channel) {
            heard.add(channel.topic() + " " + shout.plainText());
        }

        @ChannelListener(topic = "rooms:lobby")
        private void any(ChannelMessage message) {
            heard.add("any " + message.event());
        }

        @ChannelListener(topic = "accounts:1", event = "paid", client = "chat")
        void paid(Payload payload) {
            heard.add(payload.text());
        }

        @ChannelListener(topic = "accounts:1", event = "broken")
        void broken() throws IOException {
            heard.add("broken");
            throw new IOException("disk full");
        }

        /**
         * Converts underscores in the JSON of this test to camel case. No other mapper can decode this JSON to the
         * test's records.
         */
        @Bean
        JsonMapper mapper() {
            return JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();
        }
    }

    @Test
    void messagesOfMatchingTopicsAreDecodedByTheMapperOfTheContext(SocketTest test) {
        try (AnnotationConfigApplicationContext context =
                Contexts.start(test, Room.class, Contexts.URI, Contexts.TOPICS)) {
            test.acceptConnect();
            for (String topic : List.of("rooms:lobby", "rooms:news", "accounts:1")) {
                test.acceptJoin(topic);
            }

            test.push("rooms:lobby", "shout", Map.of("plain_text", "a"));
            test.push("rooms:news", "shout", Map.of("plain_text", "b"));
            test.push("rooms:news", "other", Map.of());
            test.push("accounts:1", "shout", Map.of());
            test.push("accounts:1", "paid", Map.of("cents", 1));

            assertThat(context.getBean(Room.class).heard)
                    .containsExactly("rooms:lobby a", "any shout", "rooms:news b", "{\"cents\":1}");
        }
    }

    @Test
    void exceptionOfAListenerIsLoggedWithTopicAndEvent() {
        SocketTest test = SocketTest.open();
        List<LogRecord> records = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                records.add(logged);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger.getLogger("dev.slipstream").addHandler(handler);
        try (AnnotationConfigApplicationContext context =
                Contexts.start(test, Room.class, Contexts.URI, Contexts.TOPICS)) {
            test.acceptConnect();
            test.acceptJoin("accounts:1");
            test.push("accounts:1", "broken", Map.of());
            test.push("accounts:1", "broken", Map.of());

            assertThat(context.getBean(Room.class).heard).containsExactly("broken", "broken");
            assertThat(records).anySatisfy(logged -> {
                assertThat(logged.getMessage()).contains("accounts:1", "broken");
                assertThat(logged.getThrown()).isInstanceOf(IOException.class).hasMessage("disk full");
            });
        } finally {
            Logger.getLogger("dev.slipstream").removeHandler(handler);
        }
        assertThat(catchThrowable(test::close))
                .hasMessageContaining("a callback threw")
                .hasCauseInstanceOf(IOException.class);
    }

    static class WrongTopic {
        @ChannelListener(topic = "lobby")
        void on() {}
    }

    static class StarInside {
        @ChannelListener(topic = "rooms:*:news")
        void on() {}
    }

    static class WrongClient {
        @ChannelListener(topic = "rooms:*", client = "news")
        void on() {}
    }

    static class WithResult {
        @ChannelListener(topic = "rooms:*")
        String on() {
            return "";
        }
    }

    static class TwoPayloads {
        @ChannelListener(topic = "rooms:*")
        void on(Shout one, String other) {}
    }

    static class GenericPayload {
        @ChannelListener(topic = "rooms:*")
        void on(List<Shout> all) {}
    }

    static class ReservedEvent {
        @ChannelListener(topic = "rooms:*", event = "phx_close")
        void on() {}
    }

    static class UnknownPlaceholder {
        @Bean
        static PropertySourcesPlaceholderConfigurer strict() {
            return new PropertySourcesPlaceholderConfigurer();
        }

        @ChannelListener(topic = "${unknown}")
        void on() {}
    }

    @Scope("prototype")
    static class ManyObjects {
        @ChannelListener(topic = "rooms:*")
        void on() {}
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                WrongTopic.class,
                StarInside.class,
                WrongClient.class,
                WithResult.class,
                TwoPayloads.class,
                GenericPayload.class,
                ReservedEvent.class,
                ManyObjects.class,
                UnknownPlaceholder.class
            })
    void wrongListenerIsAnalyzed(Class<?> listener) {
        try (AnnotationConfigApplicationContext context = Contexts.unstarted(listener, Contexts.URI, Contexts.TOPICS)) {
            FailureAnalysis analysis = Contexts.analysis(catchThrowable(context::refresh));

            assertThat(analysis.getDescription()).contains(listener.getName() + ".on");
            assertThat(analysis.getAction()).isNotBlank();
        }
    }

    static final class NoProperties {}

    static class Undecodable {

        final List<Observation> observed = new ArrayList<>();

        @Bean
        Telemetry telemetry() {
            return observed::add;
        }

        @ChannelListener(topic = "rooms:lobby", event = "shout")
        void on(NoProperties payload) {
            throw new AssertionError("an empty object was decoded");
        }
    }

    /** When the application starts, it cannot know whether messages will fit the class. */
    @Test
    void messageThatDoesNotFitTheClassOfAListenerIsDropped(SocketTest test) {
        try (AnnotationConfigApplicationContext context =
                Contexts.start(test, Undecodable.class, Contexts.URI, "slipstream.clients.chat.topics=rooms:lobby")) {
            test.connectAndJoin("rooms:lobby");
            test.push("rooms:lobby", "shout", Map.of("text", "hello"));

            assertThat(context.getBean(Undecodable.class).observed)
                    .filteredOn(Observation.PayloadMismatched.class::isInstance)
                    .singleElement()
                    .asString()
                    .contains("has no properties", "decode a record, add setters");
        }
    }

    static class Placeholder {

        final List<String> heard = new ArrayList<>();

        @ChannelListener(topic = "${kind}:lobby", event = "${event:shout}")
        void on(Payload payload) {
            heard.add(payload.text());
        }
    }

    @Test
    void placeholdersOfAListenerAreResolved(SocketTest test) {
        try (AnnotationConfigApplicationContext context = Contexts.start(
                test, Placeholder.class, Contexts.URI, "slipstream.clients.chat.topics=rooms:lobby", "kind=rooms")) {
            test.connectAndJoin("rooms:lobby");
            test.push("rooms:lobby", "shout", Map.of());

            assertThat(context.getBean(Placeholder.class).heard).containsExactly("{}");
        }
    }

    /**
     * The only property is {@code slipstream.auto-startup}, as in a profile for tests. So there are listeners but no
     * client.
     */
    @Test
    void listenersWithoutAClientDoNothing() {
        try (AnnotationConfigApplicationContext context = Contexts.prepared(WrongTopic.class, Contexts.UNSTARTED)) {
            context.refresh();

            assertThat(context.getBean(ClientNames.class).sockets()).isEmpty();
        }
    }

    static class Rooms {
        @ChannelListener(topic = "rooms:*")
        void on() {}
    }

    /** Kubernetes sets environment variables like these if a service has the name {@code slipstream}. */
    @ParameterizedTest
    @ValueSource(strings = {"SLIPSTREAM", "SLIPSTREAM_PORT", "SLIPSTREAM_SERVICE_HOST", "SLIPSTREAM_PORT_80_TCP_ADDR"})
    void variableOfTheEnvironmentIsNoClient(String variable) {
        Map<String, Object> variables = Map.of(variable, "tcp://10.0.0.1:80");
        try (AnnotationConfigApplicationContext context = Contexts.prepared(WrongTopic.class, variables)) {
            context.refresh();

            assertThat(context.getBeanNamesForType(ChannelSocket.class)).isEmpty();
        }
        try (AnnotationConfigApplicationContext context =
                Contexts.prepared(Rooms.class, variables, Contexts.URI, Contexts.TOPICS, Contexts.UNSTARTED)) {
            context.refresh();

            assertThat(context.getBeanNamesForType(ChannelSocket.class)).containsExactly("chatSocket");
        }
    }

    @Test
    void listenersWithoutConfigurationDoNothing() {
        try (AnnotationConfigApplicationContext context = Contexts.prepared(WrongTopic.class)) {
            context.refresh();

            assertThat(context.isActive()).isTrue();
        }
    }
}
