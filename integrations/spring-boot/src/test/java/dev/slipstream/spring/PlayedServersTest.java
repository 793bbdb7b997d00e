package dev.slipstream.spring;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Socket;
import org.junit.jupiter.api.Test;

/** A slice reports the failures of its clients. */
class PlayedServersTest {

    /** Loses an operation, because it does not return the last socket. */
    static class Careless implements SlipstreamClient {

        @Override
        public Socket init(Socket socket) {
            Socket unused = socket.join("rooms:lobby");
            return socket;
        }
    }

    @Test
    void faultOfAClientFailsTheTest() {
        PlayedServers servers = new PlayedServers();
        Object unusedFirst = servers.prepare("chat", options -> Slipstream.prepare(new Careless(), options));
        Object unusedSecond = servers.prepare("feed", options -> Slipstream.prepare(new Careless(), options))
                .start();

        assertThatThrownBy(servers::close).isInstanceOf(AssertionError.class).hasMessageContaining("init");
    }
}
