package dev.slipstream.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Configuration;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;

/** The clients of a test with {@link AutoConfigurePhoenixServer} connect to the server of the test, and to no other. */
class PhoenixServerBeansTest {

    @AutoConfigurePhoenixServer
    static class Production {

        @Bean
        ClientConnectionDetails production() {
            return client -> "wss://production.example/socket/websocket";
        }

        @Bean
        UserSocket first() {
            return UserSocket.at("/socket");
        }

        @Bean
        @Qualifier("news")
        UserSocket second() {
            return UserSocket.at("/news");
        }
    }

    @Test
    void clientsConnectToTheServerOfTheTest() {
        try (AnnotationConfigApplicationContext context =
                Contexts.unstarted(Production.class, Contexts.URI, "slipstream.clients.news.heartbeat-interval=30s")) {
            context.refresh();
            PhoenixServer server = context.getBean(PhoenixServer.class);

            assertThat(endpoint(context, "chat"))
                    .isEqualTo(server.uri("/socket").toString());
            assertThat(endpoint(context, "news")).isEqualTo(server.uri("/news").toString());
        }
    }

    private static String endpoint(AnnotationConfigApplicationContext context, String client) {
        return context.getBean(client + "Configuration", Configuration.class).endpoint();
    }
}
