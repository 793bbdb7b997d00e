package dev.slipstream.system.planted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnchorTest {

    @Test
    void anchorIsParsed() {
        assertThat(Anchor.of("Queue")).isEqualTo(new Anchor("", List.of("Queue"), ""));
        assertThat(Anchor.of("Queue.Item.<init>")).isEqualTo(new Anchor("", List.of("Queue", "Item"), "<init>"));
        assertThat(Anchor.of("transport-jdk/Queue.add"))
                .isEqualTo(new Anchor("transport-jdk", List.of("Queue"), "add"));
        assertThat(Anchor.of("a.b/Queue.add")).hasToString("a.b/Queue.add");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "queue", "dev.example.Queue", "Queue.add.more", "Queue.add()"})
    void otherTextIsRefused(String written) {
        assertThatThrownBy(() -> Anchor.of(written)).hasMessageContaining("not an anchor");
    }
}
