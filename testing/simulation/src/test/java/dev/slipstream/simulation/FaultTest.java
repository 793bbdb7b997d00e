package dev.slipstream.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultTest {

    private static final int TRIES = 200;
    private static final Configuration CONFIGURATION = Configuration.builder("ws://localhost/socket/websocket")
            .heartbeatInterval(Duration.ofSeconds(2))
            .build();

    /** Accepts joins slowly, and replies only to the event {@code echo}. */
    private static final class Slow implements PhoenixChannel {

        @Override
        public JoinResult join(String topic, Payload params, ChannelContext context) {
            context.sleep(Duration.ofMillis(200));
            return JoinResult.ok(Map.of());
        }

        @Override
        public void handleIn(String event, Payload payload, ChannelContext context) {
            if (event.equals("echo")) {
                context.reply(payload);
            }
        }
    }

    /** Joins, leaves, pushes, and reconnects at once when the connection is lost. */
    private static final class Busy implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            return socket.connect(CONFIGURATION)
                    .join("rooms:a")
                    .join("rooms:b")
                    .sendEvery("tick", Duration.ofMillis(500), "tick");
        }

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            Socket next = socket.isJoined("rooms:b") ? socket.leave("rooms:b") : socket.join("rooms:b");
            next = next.isConnected() ? next : next.reconnectNow();
            return next.push("rooms:a", "echo", Map.of()).push("rooms:a", "silence", Map.of());
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachFaultTakesEffectOnBusyClient(Fault fault) {
        Endpoint endpoint = Endpoint.of(UserSocket.at("/socket").channel("rooms:*", Slow::new));
        Set<Fault> struck = EnumSet.noneOf(Fault.class);
        try (Simulation simulation = Simulation.calm(fault.ordinal(), endpoint)) {
            simulation.network().watch((now, event) -> {
                if (event instanceof NetworkEvent.Struck(Fault one, String detail)) {
                    struck.add(one);
                }
            });
            simulation.start(new Busy());
            for (int tries = 0; tries < TRIES && !struck.contains(fault); tries++) {
                simulation.advance(Duration.ofMillis(330));
                simulation.network().inject(fault);
                if (tries % 30 == 29) {
                    simulation.network().inject(Fault.CUT); // some faults wait for the next connect
                }
            }
        }

        assertThat(struck).contains(fault);
    }
}
