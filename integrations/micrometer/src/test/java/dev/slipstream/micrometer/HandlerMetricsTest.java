package dev.slipstream.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Configuration;
import dev.slipstream.testkit.SocketTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The meter that counts the exceptions of channel handlers. */
class HandlerMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SocketTest test = SocketTest.open();

    /**
     * Closes the {@link SocketTest}. Because a handler threw, {@code close} throws: the handler's exception is the root
     * cause.
     */
    @AfterEach
    void end() {
        assertThatThrownBy(test::close).hasRootCauseMessage("planned");
    }

    private void startWithThrowingHandlers(SlipstreamMetrics metrics) {
        AtomicReference<ChannelSocket> started = new AtomicReference<>();
        test.startBy(options -> {
            started.set(ChannelSocket.connect(
                    Configuration.of("ws://localhost/socket/websocket"),
                    options.toBuilder().telemetry(metrics).build()));
            return started.get().client();
        });
        Channel channel = started.get().channel(Room.TOPIC);
        channel.on("news", payload -> {
            throw new IllegalStateException("planned");
        });
        channel.onAny(message -> {
            throw new IllegalArgumentException("planned");
        });
        CompletionStage<?> joined = channel.join();
        test.connectAndJoin(Room.TOPIC);
        test.await(joined);
    }

    private double failures(String... tags) {
        return registry.get("slipstream.handler.failures").tags(tags).counter().count();
    }

    @Test
    void exceptionsOfHandlersAreCountedByTheirClass() {
        startWithThrowingHandlers(SlipstreamMetrics.of(registry));
        test.push(Room.TOPIC, "news", Map.of());
        test.push(Room.TOPIC, "news", Map.of());
        test.push(Room.TOPIC, "other", Map.of());

        assertThat(failures("exception", "IllegalStateException")).isEqualTo(2);
        assertThat(failures("exception", "IllegalArgumentException")).isEqualTo(3);
        assertThat(registry.getMetersAsString()).doesNotContain("rooms", "planned");
    }

    @Test
    void topicIsATagOnlyThroughTheFunctionOfTheUser() {
        startWithThrowingHandlers(SlipstreamMetrics.builder(registry)
                .topicTag(topic -> topic.replaceAll(":.*", ":*"))
                .build());
        test.push(Room.TOPIC, "news", Map.of());

        assertThat(failures("exception", "IllegalStateException", "topic", "rooms:*"))
                .isEqualTo(1);
        assertThat(registry.getMetersAsString()).doesNotContain(Room.TOPIC);
    }
}
