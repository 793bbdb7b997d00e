package dev.slipstream.examples;

import static dev.slipstream.testkit.Commands.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Socket;
import dev.slipstream.testkit.Sockets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LobbyTest {

    @Test
    void joinsTheLobby() {
        Socket socket = new Lobby().handleConnect(Sockets.connected());

        assertThat(socket.commands()).satisfiesExactly(join("rooms:lobby", Map.of("user", 1)));
    }
}
