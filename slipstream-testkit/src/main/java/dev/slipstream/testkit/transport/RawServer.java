package dev.slipstream.testkit.transport;

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
 * A server on a loopback port that does to each connection what a script says, byte by byte: how to misbehave is up to
 * the test. One virtual thread per connection.
 */
public final class RawServer implements AutoCloseable {

    private final ServerSocket server;
    private final Script script;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    /** What to do with a connection; TCP ends when it returns. */
    @FunctionalInterface
    public interface Script {

        /**
         * Does it.
         *
         * @throws IOException if TCP ended meanwhile, which is how scripts end that wait for it
         * @throws InterruptedException for scripts that wait for the test
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
     * @param asksForCertificate whether clients must show one
     * @param protocols of TLS, by the names of the JDK; the JDK's own choice if there are none
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
        // Little is buffered, so that a server which does not read is noticed soon.
        server.setReceiveBufferSize(8 << 10);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        RawServer started = new RawServer(server, script);
        Thread.ofVirtual().name("raw-server").start(started::accept);
        return started;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    /** Where it listens: {@code ws} or {@code wss} and a path, query included. */
    public URI uri(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort() + path);
    }

    /** What scripts threw that was no end of TCP: an assertion of the test's, say. */
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

    /** Does to a connection what the script says, and ends it. */
    static void serve(Socket socket, Script script, Queue<Throwable> failures) {
        try (socket) {
            script.serve(new RawConnection(socket));
        } catch (IOException ended) {
            // The client, or the end of the test, cut TCP: what else a script waits for, it says itself.
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
