package dev.slipstream.system.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.AwaitEndedException;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Credentials;
import dev.slipstream.testkit.phoenix.ConnectRequest;
import dev.slipstream.testkit.phoenix.ConnectResult;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Checks which credentials a server receives, and which message a user reads if an address does not work. */
class AddressesAndCredentialsTest {

    private final BlockingQueue<ConnectRequest> requests = new LinkedBlockingQueue<>();

    private PhoenixServer server() {
        return PhoenixServer.start(Endpoint.of(UserSocket.at("/socket").withConnect(request -> {
            requests.add(request);
            return ConnectResult.ok();
        })));
    }

    @ParameterizedTest
    @EnumSource(
            value = Setup.class,
            names = {"JDK_JSON", "TYRUS_JSON", "NETTY_JSON"})
    void serverReceivesEachHeaderOnceAndAllParams(Setup setup) throws Exception {
        try (PhoenixServer server = server()) {
            String uri = server.uri().toString().replace("ws://", "WS://") + "?vsn=2.0.0";
            Configuration configuration = Configuration.builder(uri)
                    .header("Authorization", "first")
                    .addHeader("Cookie", "a=1")
                    .addHeader("Cookie", "b=2")
                    .param("rooms[]", "1")
                    .param("rooms[]", "2")
                    .credentialsSupplier(attempt -> CompletableFuture.completedFuture(Credentials.none()
                            .withHeader("authorization", "second")
                            .withParam("rooms[]", "3")))
                    .build();

            Slipstream.open(configuration, setup.options()).close();

            ConnectRequest request = requests.take();
            assertThat(request.headers().get("authorization")).containsExactly("second");
            assertThat(request.headers().get("cookie")).containsExactly("a=1; b=2");
            assertThat(request.params()).containsEntry("rooms", List.of("1", "2", "3"));
            assertThat(request.target()).containsOnlyOnce("vsn=");
        }
    }

    @Test
    void jdkNamesTheHostThatItRefusesAndTheRemedy() {
        Configuration configuration = Configuration.of("ws://my_service:4000/socket/websocket?token=SECRET");
        StartOptions options = Setup.JDK_JSON.options();

        assertThatThrownBy(() -> {
                    try (Session session = Slipstream.open(configuration, options)) {
                        session.join("rooms:lobby");
                    }
                })
                .isInstanceOf(AwaitEndedException.class)
                .hasMessageContaining("my_service")
                .hasMessageContaining("use another name of this host, or slipstream-transport-netty")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("SECRET"));
    }

    @Test
    void vsnThatTheSerializerDoesNotSupportIsRefused() {
        Configuration configuration = Configuration.of("ws://localhost:1/socket/websocket?vsn=1.0.0");

        assertThatThrownBy(() -> Slipstream.open(configuration, Setup.TYRUS_JSON.options()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("uri: a vsn other than 2.0.0");
    }
}
