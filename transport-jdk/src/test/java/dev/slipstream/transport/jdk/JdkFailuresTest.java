package dev.slipstream.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.UpgradeUri;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdkFailuresTest {

    private final JdkFailures failures = new JdkFailures(new Handshake(
            UpgradeUri.of("wss://localhost/socket/websocket"),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            1,
            1,
            1));

    /** The JDK's message depends on how far the TLS handshake got. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Remote host terminated the handshake",
                "Remote host closed the channel",
                "Received close_notify during handshake"
            })
    void endOfTcpDuringTlsIsConnectionLost(String words) {
        assertThat(failures.ofHandshake(new IOException(new SSLHandshakeException(words))))
                .isInstanceOf(Failure.ConnectionLost.class);
    }

    /** The JDK's message depends on the first bytes that the server sends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Unrecognized SSL message, plaintext connection?",
                "Unrecognized record version TLS-1.80 , plaintext connection?",
                "Unsupported or unrecognized SSL message"
            })
    void plaintextAnswerIsPlaintextReceived(String words) {
        assertThat(failures.ofHandshake(new IOException(new SSLException(words))))
                .isEqualTo(new Failure.PlaintextReceived("localhost:443"));
    }

    @Test
    void otherTlsErrorIsTlsFailed() {
        assertThat(failures.ofHandshake(new SSLHandshakeException("PKIX path building failed")))
                .isEqualTo(new Failure.TlsFailed("PKIX path building failed"));
    }
}
