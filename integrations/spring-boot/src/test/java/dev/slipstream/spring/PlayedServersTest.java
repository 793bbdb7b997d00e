package dev.slipstream.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Socket;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.testkit.SocketTest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * In a test slice, a {@link SocketTest} plays the server of each client, even if the application sets another transport
 * or the URI of a real server. If a client fails, the test fails.
 */
class PlayedServersTest {

    /** Loses an operation, because it does not return the last socket. */
    static class Careless implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            Socket unused = socket.join("rooms:lobby");
            return socket;
        }
    }

    @Test
    void failureOfAClientFailsTheTest() {
        PlayedServers servers = new PlayedServers();
        Object unusedFirst = servers.prepare("chat", options -> Slipstream.prepare(new Careless(), options));
        Object unusedSecond = servers.prepare("feed", options -> Slipstream.prepare(new Careless(), options))
                .start();

        assertThatThrownBy(servers::close).isInstanceOf(AssertionError.class).hasMessageContaining("init");
    }

    /** An application that uses another transport, its own threads and its own server. */
    static class Production implements ClientCustomizer {

        final List<String> ofCustomizer = new ArrayList<>();
        final List<String> ofBean = new ArrayList<>();

        @Override
        public void options(String client, StartOptions.Builder options) {
            options.transport(new Network())
                    .executor(task -> new Thread(task).start())
                    .telemetry(observation -> ofCustomizer.add(observation.name()));
        }

        @Bean
        Telemetry telemetry() {
            return observation -> ofBean.add(observation.name());
        }

        @Bean
        ClientConnectionDetails production() {
            return client -> "wss://production.example/socket/websocket";
        }
    }

    private static final class Network implements TransportProvider {

        @Override
        public String name() {
            return "network";
        }

        @Override
        public Transport open(Handshake handshake, TransportListener listener) {
            throw new AssertionError("a client of a slice uses a network");
        }
    }

    @Test
    void customizersAndBeansDoNotReachTheNetwork() {
        try (AnnotationConfigApplicationContext context =
                slice(Production.class, "slipstream.clients.chat.topics=rooms:lobby")) {
            SocketTest test = context.getBean(SocketTest.class);
            test.connectAndJoin("rooms:lobby");

            assertThat(context.getBean("chatConfiguration", Configuration.class).endpoint())
                    .contains("localhost");
            assertThat(context.getBean(Production.class).ofCustomizer).contains("slipstream.client.join.stop");
            assertThat(context.getBean(Production.class).ofBean).contains("slipstream.client.join.stop");
            test.close();
        }
    }

    static class CarelessProduction extends Production {

        @Bean
        Careless chat() {
            return new Careless();
        }
    }

    @Test
    void listenerOfACustomizerDoesNotHideFailures() {
        try (AnnotationConfigApplicationContext context = slice(CarelessProduction.class)) {
            assertThatThrownBy(context.getBean(PlayedServers.class)::close)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("init");
        }
    }

    private static AnnotationConfigApplicationContext slice(Class<?> beans, String... properties) {
        String[] all = Stream.concat(Stream.of("slipstream.clients.chat.ssl-bundle=production"), Stream.of(properties))
                .toArray(String[]::new);
        AnnotationConfigApplicationContext context = Contexts.prepared(beans, all);
        context.register(PlayedServerConfiguration.class);
        context.refresh();
        return context;
    }
}
