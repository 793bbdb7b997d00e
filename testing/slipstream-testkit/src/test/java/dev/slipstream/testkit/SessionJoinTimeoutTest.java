package dev.slipstream.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.JoinFailedException;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.Payload;
import dev.slipstream.core.TopicCloseReason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * {@link Session#join} waits until the join itself times out, even if the client first waits for the params or doubles
 * the timeout of the join.
 */
class SessionJoinTimeoutTest {

    private static final String TOPIC = "rooms:lobby";
    private static final Configuration CONFIGURATION = Configuration.of("ws://localhost/socket/websocket");
    private static final Duration JOIN = Configuration.DEFAULT_JOIN_TIMEOUT;
    private static final Duration HOUR = Duration.ofHours(1);

    private interface Script {

        Object run(Session session);
    }

    private static Callable<Object> script(Script script) {
        return () -> {
            try (Session session = Slipstream.open(CONFIGURATION)) {
                return script.run(session);
            }
        };
    }

    private static void failsToJoin(Session session) {
        assertThatThrownBy(() -> session.join(TOPIC))
                .isInstanceOfSatisfying(
                        JoinFailedException.class,
                        failed -> assertThat(failed.reason()).isEqualTo(new TopicCloseReason.JoinTimedOut()));
    }

    @Test
    void eachJoinThatTimesOutThrows() {
        try (SocketTest test = SocketTest.open()) {
            CompletableFuture<Object> script = test.run(script(session -> {
                failsToJoin(session);
                Duration first = test.now();
                failsToJoin(session);
                return first;
            }));
            test.acceptConnect();

            assertThat(test.within(HOUR).await(script)).isEqualTo(JOIN);
            assertThat(test.now()).isEqualTo(JOIN.multipliedBy(3));
        }
    }

    @Test
    void lateAnswerToARepeatedJoinIsReceived() {
        try (SocketTest test = SocketTest.open()) {
            CompletableFuture<Object> script = test.run(script(session -> {
                failsToJoin(session);
                return session.join(TOPIC).text();
            }));
            test.acceptConnect();
            test.assertJoin(TOPIC);
            test.advance(JOIN);
            ClientAction.Join second = test.assertJoin(TOPIC);
            test.advance(JOIN.multipliedBy(2).minusMillis(1));
            test.accept(second, Map.of("n", 2));

            assertThat(test.await(script)).isEqualTo("{\"n\":2}");
        }
    }

    @Test
    void waitForPendingJoinIncludesTimeOfParamsSupplier() {
        try (SocketTest test = SocketTest.open()) {
            CompletableFuture<Object> params = new CompletableFuture<>();
            CompletableFuture<Object> script = test.run(script(session -> {
                JoinOptions slow =
                        JoinOptions.builder().paramsSupplier(attempt -> params).build();
                session.apply(session.socket().joinWith(TOPIC, slow));
                Payload response = session.join(TOPIC);
                return response.text();
            }));
            test.acceptConnect();
            test.advance(CONFIGURATION.credentialsTimeout().minusMillis(1));
            params.complete(Map.of());
            ClientAction.Join join = test.assertJoin(TOPIC);
            test.advance(JOIN.minusMillis(1));
            test.accept(join, Map.of("n", 1));

            assertThat(test.await(script)).isEqualTo("{\"n\":1}");
        }
    }
}
