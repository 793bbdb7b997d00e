package dev.slipstream.spring.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.spring.AutoConfigurePhoenixServer;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigurePhoenixServer
class RoomServiceTest {

    private static final PhoenixRooms ROOMS = new PhoenixRooms();

    @TestConfiguration
    static class Server {

        @Bean
        UserSocket socket() {
            return ROOMS.socket();
        }
    }

    @Test
    void asksAndListens(@Autowired ChannelSocket socket, @LocalServerPort int port) {
        RestClient http = RestClient.create("http://localhost:" + port);
        for (String topic : List.of("rooms:lobby", "rooms:news", "accounts:1")) {
            socket.awaitJoined(socket.channel(topic), Duration.ofSeconds(60));
        }

        assertThat(http.get().uri("/balance").retrieve().body(String.class)).isEqualTo("{\"cents\":250}");
        assertThat(http.get().uri("/shouts").retrieve().body(String.class))
                .contains("welcome to rooms:lobby", "welcome to rooms:news");

        ROOMS.isSilent = true;
        assertThatThrownBy(() -> http.get().uri("/balance").retrieve().toBodilessEntity())
                .isInstanceOf(HttpServerErrorException.GatewayTimeout.class);
    }
}
