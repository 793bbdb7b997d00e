package dev.slipstream.spring.example;

import dev.slipstream.RequestLostException;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Credentials;
import dev.slipstream.spring.ChannelListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Shows the shouts of the rooms, and asks for the balance of an account. */
@SpringBootApplication
@RestController
public class RoomService {

    record Shout(String text) {}

    record Balance(int cents) {}

    private final List<String> shouts = new CopyOnWriteArrayList<>();
    private final ChannelSocket socket;

    RoomService(ChannelSocket socket) {
        this.socket = socket;
    }

    @ChannelListener(topic = "rooms:*", event = "shout")
    void heard(Shout shout) {
        shouts.add(shout.text());
    }

    @GetMapping("/shouts")
    List<String> shouts() {
        return shouts;
    }

    @GetMapping("/balance")
    CompletionStage<Balance> balance() {
        Channel account = socket.channel("accounts:1"); // after a refusal, this is a new handle
        if (!account.isWanted()) { // the server refused or ended the topic, so try to join it again
            CompletionStage<?> unused = account.join();
        }
        return account.push("balance", Map.of(), Balance.class, Duration.ofSeconds(2));
    }

    @ExceptionHandler(RequestLostException.class)
    @ResponseStatus(HttpStatus.GATEWAY_TIMEOUT)
    void lost() {}

    @Bean
    static Credentials.Supplier tokens(TokenSource source) {
        return attempt -> CompletableFuture.completedFuture(Credentials.none().withParam("token", source.fresh()));
    }

    public static void main(String[] arguments) {
        SpringApplication.run(RoomService.class, arguments);
    }
}
