package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Configuration;
import dev.slipstream.testkit.ClientAction;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import dev.slipstream.testkit.phoenix.ConnectResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SocketTestExtension.class)
class TokenRefreshTest {

    private final AtomicInteger renewals = new AtomicInteger();
    private final TokenRefresh.Tokens tokens = new TokenRefresh.Tokens() {

        @Override
        public String current() {
            return "token-" + renewals.get();
        }

        @Override
        public String renew() {
            return "token-" + renewals.incrementAndGet();
        }
    };

    @Test
    void refusedTokenIsRenewedOnce(SocketTest test) {
        test.start(client(Configuration.of("ws://localhost/socket/websocket")));

        ClientAction.Connect first = test.refuseConnect(403);
        ClientAction.Connect second = test.acceptConnect();
        test.cutConnection();
        ClientAction.Connect third = test.acceptConnect();

        assertThat(first.request().param("token")).contains("token-0");
        assertThat(second.request().param("token")).contains("token-1");
        assertThat(third.request().param("token")).contains("token-1");
    }

    @Test
    void otherRefusalsKeepTheToken(SocketTest test) {
        test.start(client(Configuration.of("ws://localhost/socket/websocket")));

        test.refuseConnect(503);

        assertThat(test.acceptConnect().request().param("token")).contains("token-0");
    }

    @Test
    void refusedNewTokenIsRetriedSlowly(SocketTest test) {
        test.start(client(Configuration.of("ws://localhost/socket/websocket")));

        test.refuseConnect(401);
        test.refuseConnect(401);

        test.within(Duration.ofSeconds(14)).refuteConnect();
        test.within(Duration.ofSeconds(17)).acceptConnect();
    }

    @Test
    void worksOverSockets() throws InterruptedException {
        List<String> shown = new CopyOnWriteArrayList<>();
        CountDownLatch accepted = new CountDownLatch(1);
        try (Rooms rooms = new Rooms(request -> {
            String token = request.param("token").orElse("none");
            shown.add(token);
            if (token.equals("token-0")) {
                return ConnectResult.refused();
            }
            accepted.countDown();
            return ConnectResult.ok();
        })) {
            rooms.start(this::client);

            assertThat(accepted.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(shown).containsExactly("token-0", "token-1");
        }
    }

    private TokenRefresh client(Configuration configuration) {
        return new TokenRefresh(configuration, tokens);
    }
}
