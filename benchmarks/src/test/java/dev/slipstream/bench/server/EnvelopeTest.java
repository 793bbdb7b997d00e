package dev.slipstream.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class EnvelopeTest {

    @Test
    void messageIsSplitIntoFiveParts() {
        Envelope message = of("[\"1\",\"2\",\"bench:000\",\"flood\",{\"messages\":500,\"bytes\":10}]");

        assertThat(new String(message.joinRef(), UTF_8)).isEqualTo("\"1\"");
        assertThat(new String(message.ref(), UTF_8)).isEqualTo("\"2\"");
        assertThat(message.isEvent(Envelope.quoted("flood"))).isTrue();
        assertThat(new String(message.payload(), UTF_8)).isEqualTo("{\"messages\":500,\"bytes\":10}");
        assertThat(message.number("messages")).isEqualTo(500);
        assertThat(message.number("bytes")).isEqualTo(10);
        assertThat(message.number("topics")).isEqualTo(-1);
    }

    @Test
    void heartbeatHasNoJoinRef() {
        Envelope beat = of("[null,\"7\",\"phoenix\",\"heartbeat\",{}]");

        assertThat(new String(beat.joinRef(), UTF_8)).isEqualTo("null");
        assertThat(new String(beat.topic(), UTF_8)).isEqualTo("\"phoenix\"");
    }

    @Test
    void malformedMessagesAreRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> of("{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> of("[\"1\"]"));
        assertThatIllegalArgumentException().isThrownBy(() -> of("[\"1\",\"2\",\"a\\\"b\",\"c\",{}]"));
    }

    private static Envelope of(String text) {
        return Envelope.of(text.getBytes(UTF_8));
    }
}
