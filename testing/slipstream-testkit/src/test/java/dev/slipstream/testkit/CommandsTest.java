package dev.slipstream.testkit;

import static dev.slipstream.testkit.Commands.join;
import static dev.slipstream.testkit.Commands.leave;
import static dev.slipstream.testkit.Commands.push;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.JoinStatus;
import dev.slipstream.core.Socket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandsTest {

    @Test
    void commandsAreComparedByValueWithoutRefs() {
        Map<String, Object> otherOrder = new LinkedHashMap<>();
        otherOrder.put("b", List.of(1, 2));
        otherOrder.put("a", 1.0);

        Socket socket = Sockets.joined("rooms:old")
                .leave("rooms:old")
                .join("rooms:new", Map.of("a", 1.0, "b", List.of(1, 2)))
                .push("rooms:old", "bye", new byte[] {1, 2});

        assertThat(socket.commands())
                .satisfiesExactly(
                        leave("rooms:old"), join("rooms:new", otherOrder), push("rooms:old", "bye", new byte[] {1, 2}));
    }

    @Test
    void differenceIsShown() {
        Socket socket = Sockets.connected().join("rooms:lobby", Map.of("user", 1));

        assertThatThrownBy(() -> assertThat(socket.commands()).satisfiesExactly(join("rooms:lobby", Map.of("user", 2))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("{\"user\":2}")
                .hasMessageContaining("{\"user\":1}");
        assertThatThrownBy(() -> assertThat(socket.commands()).satisfiesExactly(leave("rooms:lobby")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("LeaveTopic");
    }

    @Test
    void socketsHaveTheirState() {
        assertThat(Sockets.fresh().isConnected()).isFalse();
        assertThat(Sockets.connected().isConnected()).isTrue();
        assertThat(Sockets.joined("a:1", "a:2").joined()).containsExactly("a:1", "a:2");
        assertThat(Sockets.connected().join("a:1").status("a:1")).isEqualTo(JoinStatus.REQUESTED);
        assertThat(Sockets.fresh().join("a:1").status("a:1")).isEqualTo(JoinStatus.WANTED);
    }
}
