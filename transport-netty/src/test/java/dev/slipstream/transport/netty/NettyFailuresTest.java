package dev.slipstream.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.UpgradeUri;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NettyFailuresTest {

    private final NettyFailures failures = new NettyFailures(new Handshake(
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

    /** The message depends on whether TCP or TLS ended, and on how far the TLS handshake got. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection closed while SSL/TLS handshake was in progress",
                "Remote host terminated the handshake",
                "Received close_notify during handshake"
            })
    void endOfTcpDuringTlsIsConnectionLost(String words) {
        assertThat(failures.ofHandshake(new SSLHandshakeException(words))).isInstanceOf(Failure.ConnectionLost.class);
    }

    @Test
    void closedChannelIsConnectionLost() {
        assertThat(failures.ofHandshake(new ClosedChannelException())).isInstanceOf(Failure.ConnectionLost.class);
    }

    @Test
    void plaintextAnswerIsPlaintextReceivedWithoutItsBytes() {
        assertThat(failures.ofHandshake(new DecoderException(new NotSslRecordException("not an SSL/TLS record: 4854"))))
                .isEqualTo(new Failure.PlaintextReceived("localhost:443"));
    }

    @Test
    void otherTlsErrorIsTlsFailed() {
        assertThat(failures.ofHandshake(new DecoderException(new SSLHandshakeException("PKIX path building failed"))))
                .isEqualTo(new Failure.TlsFailed("PKIX path building failed"));
    }

    @Test
    void failureOfAnOpenWebsocketHasNoMessageOfNetty() {
        assertThat(NettyFailures.ofConnection(new SocketException("s3cret")))
                .isEqualTo(new Failure.ConnectionLost("TCP was reset"));
        assertThat(NettyFailures.ofConnection(new IOException("s3cret")))
                .isEqualTo(new Failure.ConnectionLost("TCP ended without a close frame"));
        assertThat(NettyFailures.ofConnection(new IllegalStateException("s3cret")))
                .isEqualTo(new Failure.Unexpected("Netty threw java.lang.IllegalStateException"));
    }
}
