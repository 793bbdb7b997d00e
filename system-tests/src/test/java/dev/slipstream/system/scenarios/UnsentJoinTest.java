package dev.slipstream.system.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.slipstream.JoinFailedException;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Failure;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A join that can never be sent fails at once and says why, and the connection stays open. */
class UnsentJoinTest {

    private static final int MAX_BYTES = 1000;

    @ParameterizedTest
    @EnumSource(
            value = Setup.class,
            names = {"JDK_JSON", "TYRUS_JSON", "NETTY_JSON"})
    void joinThatIsTooLargeFailsAndSaysSo(Setup setup) {
        Endpoint endpoint = Endpoint.of(
                UserSocket.at("/socket").channel("rooms:*", () -> (topic, params, context) -> JoinResult.ok()));
        try (PhoenixServer server = PhoenixServer.start(endpoint)) {
            Configuration configuration = Configuration.builder(server.uri().toString())
                    .maxOutboundBytes(MAX_BYTES)
                    .build();
            try (Session session = Slipstream.open(configuration, setup.options())) {
                Map<String, String> params = Map.of("text", "x".repeat(MAX_BYTES));

                assertThatThrownBy(() -> session.join("rooms:1", params))
                        .isInstanceOf(JoinFailedException.class)
                        .hasMessageContaining("Configuration.maxOutboundBytes is 1000")
                        .asInstanceOf(type(JoinFailedException.class))
                        .extracting(JoinFailedException::reason)
                        .asInstanceOf(type(TopicCloseReason.NotSent.class))
                        .extracting(TopicCloseReason.NotSent::failure)
                        .isInstanceOf(Failure.Unencodable.class);

                session.join("rooms:1");
                assertThat(session.socket().isJoined("rooms:1")).isTrue();
            }
        }
    }
}
