package dev.slipstream.transport.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * A server on a loopback port that runs a script for each connection, on a virtual thread. The script decides each
 * byte that the server writes, so it can violate any rule of the protocol.
 */
public final class RawServer implements AutoCloseable {

    private final ServerSocket server;
    private final Script script;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    /** The script of a connection. TCP ends when the script returns. */
    @FunctionalInterface
    public interface Script {

        /**
         * Runs the script.
         *
         * @throws IOException if TCP ended; the server ignores the exception
         * @throws InterruptedException if a script that waits for the test is interrupted
         */
        void serve(RawConnection connection) throws IOException, InterruptedException;
    }

    private RawServer(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
    }

    /** Listens on a free port. */
    public static RawServer start(Script script) {
        try {
            return listen(new ServerSocket(), script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Listens on a free port, with TLS.
     *
     * @param asksForCertificate whether clients must send a certificate
     * @param protocols the accepted versions of TLS, by the JDK's names; the JDK's default if empty
     */
    static RawServer startTls(SSLContext tls, boolean asksForCertificate, List<String> protocols, Script script) {
        try {
            SSLServerSocket server =
                    (SSLServerSocket) tls.getServerSocketFactory().createServerSocket();
            server.setNeedClientAuth(asksForCertificate);
            if (!protocols.isEmpty()) {
                server.setEnabledProtocols(protocols.toArray(String[]::new));
            }
            return listen(server, script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RawServer listen(ServerSocket server, Script script) throws IOException {
        // With a small buffer, the writes of a client soon block if the server does not read.
        server.setReceiveBufferSize(8 << 10);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        RawServer started = new RawServer(server, script);
        Thread.ofVirtual().name("raw-server").start(started::accept);
        return started;
    }

    /** The address that the server listens on. */
    public InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    /**
     * The URI of this server with the scheme {@code ws} or {@code wss}.
     *
     * @param path the path and query
     */
    public URI uri(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort() + path);
    }

    /** The exceptions of scripts, such as failed assertions. An {@code IOException} of a script is left out. */
    public Queue<Throwable> failures() {
        return failures;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().name("raw-connection").start(() -> serve(socket, script, failures));
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                failures.add(e);
            }
        }
    }

    /** Runs the script on a connection, then closes the connection. */
    static void serve(Socket socket, Script script, Queue<Throwable> failures) {
        try (socket) {
            script.serve(new RawConnection(socket));
        } catch (IOException ended) {
            // The client closed TCP, or the test closed it when the test finished.
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
