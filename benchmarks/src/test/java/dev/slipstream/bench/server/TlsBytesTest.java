package dev.slipstream.bench.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.testkit.server.TestCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The TLS of the server with the JDK's TLS client, on real sockets. */
@Timeout(60)
class TlsBytesTest {

    private static final TestCertificate CERTIFICATE = TestCertificate.forLocalhost();
    private static final int LARGE = 300_000;

    @Test
    void bytesArriveInBothDirections() throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            CompletableFuture<byte[]> received =
                    CompletableFuture.supplyAsync(() -> talk(listener.socket().getLocalPort()));
            try (SocketChannel channel = listener.accept()) {
                channel.configureBlocking(false);
                TlsBytes wire = new TlsBytes(
                        channel,
                        BenchServer.context(
                                CERTIFICATE.keystore(), CERTIFICATE.password().toCharArray()));

                assertThat(readUntil(wire, "hello".length())).isEqualTo("hello");
                write(wire, new byte[LARGE]);

                assertThat(received.join()).hasSize(LARGE);
                assertThat(readUntil(wire, -1)).isEmpty();
            }
        }
    }

    private static byte[] talk(int port) {
        try (SSLSocket socket =
                (SSLSocket) CERTIFICATE.trusted().getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.getOutputStream().write("hello".getBytes(US_ASCII));
            InputStream in = socket.getInputStream();
            return in.readNBytes(LARGE);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Reads this many bytes; for -1, reads until the client has closed. */
    private static String readUntil(TlsBytes wire, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(256 << 10);
        while (wire.read(buffer) >= 0 && buffer.position() != count) {
            Thread.onSpinWait();
        }
        return new String(buffer.array(), 0, buffer.position(), US_ASCII);
    }

    private static void write(TlsBytes wire, byte[] bytes) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        while (from.hasRemaining() || !wire.flush()) {
            wire.write(from);
        }
    }
}
