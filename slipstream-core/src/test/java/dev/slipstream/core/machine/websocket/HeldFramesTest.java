package dev.slipstream.core.machine.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.UpgradeUri;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeldFramesTest {

    private final HeldFrames held = new HeldFrames(1000);

    @Test
    void messagesAreLimited() {
        Frame frame = new Frame.Text("");
        for (int i = 0; i < HeldFrames.MOST; i++) {
            assertThat(held.add(frame)).isTrue();
        }

        assertThat(held.add(frame)).isFalse();
        assertThat(held.size()).isEqualTo(HeldFrames.MOST + 1);
    }

    @Test
    void bytesAreLimitedAndFreed() {
        Frame large = new Frame.Binary(new byte[(16 << 20) + 999]);

        assertThat(held.add(large)).isTrue();
        assertThat(held.add(new Frame.Text("a"))).isTrue();
        assertThat(held.add(new Frame.Text("a"))).isFalse();
        assertThat(held.poll()).isSameAs(large);
        assertThat(held).hasToString("2 frames, 2 bytes");
        assertThat(held.add(large)).isFalse();
    }

    @Test
    void exceedingTheLimitEndsConnection() {
        List<WebSocketEffect> effects = new ArrayList<>();
        WebSocketMachine machine = new WebSocketMachine(
                0,
                new Handshake(
                        UpgradeUri.of("ws://localhost/"),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        1,
                        1,
                        1),
                effects::add);
        machine.accept(0, new WebSocketInput.Opened(Map.of()));
        machine.accept(0, new WebSocketInput.ReadingPaused());
        effects.clear();

        for (int i = 0; i <= HeldFrames.MOST; i++) {
            assertThat(machine.received(new Frame.Text(""))).isFalse();
        }

        assertThat(effects)
                .containsExactly(
                        new WebSocketEffect.Cut(),
                        new WebSocketEffect.NotifyEnded(new DisconnectReason.Failed(
                                new Failure.SlowConsumer("16385 messages came while reading was paused"))));
        assertThat(machine.held()).isNull();
    }
}
