package example;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Starts a client in a Spring Boot program. Nothing listens on port 1, so the client reports a failed attempt. */
@SpringBootApplication
public class BootClient {

    public static void main(String[] arguments) {
        SpringApplication.run(BootClient.class, arguments);
    }

    @Bean
    ApplicationRunner client() {
        return arguments -> {
            BootLobby lobby = new BootLobby("ws://localhost:1/socket/websocket");
            try (RunningClient client = Slipstream.start(lobby)) {
                System.out.println("slipstream: " + lobby.seen.poll(30, TimeUnit.SECONDS));
            }
            System.out.println("jackson 2: " + new ObjectMapper().writeValueAsString(Map.of("text", "hi")));
        };
    }
}
