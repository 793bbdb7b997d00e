package dev.slipstream.transport.contract;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A proxy on loopback between a client and its server. It forwards bytes and simulates network faults: stalls, slow
 * links, cuts, resets and refused connections.
 *
 * <p>Any thread may call its methods. Settings apply to open and later connections. The methods that end connections
 * apply only to open connections. The proxy does not interpret or change the bytes that it forwards.
 */
public final class FaultProxy implements AutoCloseable {

    /** How a connection ends, as its client sees it. */
    public enum Ending {
        /** Both halves are closed, as when the process at the other end dies. */
        CUT,
        /** TCP is reset, as by a firewall that forgot the connection. */
        RESET,
        /** The server's half is closed, and the client's half stays open. */
        HALF_CLOSE
    }

    private final InetSocketAddress target;
    private final int port;
    private final GatedSocket gate = new GatedSocket();
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    // ------------------------------------------------------------------------------------------------ under the lock
    private final List<FaultLink> links = new ArrayList<>();
    private final List<Socket> scripted = new ArrayList<>();
    private final Queue<RawServer.Script> scripts = new ArrayDeque<>();
    private Closeable holder; // the listening socket, or after refuse() a socket that reserves the port
    private Thread accepting;
    private int taken;
    private boolean over;

    private FaultProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.port = server.getLocalPort();
        this.holder = server;
        this.accepting = acceptFrom(server);
    }

    /** Starts a proxy on a free port, in front of the server at this address. */
    public static FaultProxy before(URI server) {
        return before(new InetSocketAddress(server.getHost(), server.getPort()));
    }

    /** Like {@link #before(URI)}. */
    public static FaultProxy before(InetSocketAddress server) {
        try {
            return new FaultProxy(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port that the proxy listens on. */
    public int port() {
        return port;
    }

    /** The server's URI with the port of this proxy. */
    public URI through(URI server) {
        String query = server.getRawQuery() == null ? "" : "?" + server.getRawQuery();
        return URI.create(server.getScheme() + "://" + server.getHost() + ":" + port + server.getRawPath() + query);
    }

    /** Counts the accepted connections, including connections that a script serves. */
    public int connections() {
        return locked(() -> taken);
    }

    /** The exceptions of scripts. An {@code IOException} of a script is left out. */
    public Queue<Throwable> failures() {
        return failures;
    }

    // ------------------------------------------------------------------------------------------------------ forwarding

    /**
     * Forwards nothing in either direction while TCP stays open, as on a half-open connection. New connections are
     * accepted.
     */
    public void stall() {
        gate.shut();
    }

    /** Forwards one byte at a time in each direction, with this pause between bytes. */
    public void drip(Duration betweenBytes) {
        gate.open(betweenBytes);
    }

    /** Forwards the bytes that were held back, and forwards later bytes without delay. */
    public void flow() {
        gate.open(Duration.ZERO);
    }

    /** Sends these bytes to each client, as if the server had sent them, even while the proxy is stalled. */
    public void inject(byte[] bytes) {
        each(link -> link.inject(bytes));
    }

    // ---------------------------------------------------------------------------------------------- ending connections

    /** Ends all connections. */
    public void end(Ending how) {
        each(link -> link.end(how));
    }

    /** Ends each connection after this many more bytes to its client, for example inside a frame. */
    public void endAfter(int bytes, Ending how) {
        each(link -> link.endAfter(bytes, how));
    }

    // ------------------------------------------------------------------------------------------------- new connections

    /** Stops listening: new connections are refused. Open connections stay open. */
    public void refuse() {
        Optional<Thread> acceptor = locked(() -> {
            if (holder instanceof ServerSocket server) {
                server.close();
                return Optional.of(accepting);
            }
            return Optional.empty();
        });
        if (acceptor.isEmpty()) {
            return;
        }
        // The JDK frees the port only when the thread that waits in accept has ended.
        joined(acceptor.get());
        locked(() -> {
            SocketChannel bound = SocketChannel.open();
            bound.socket().setReuseAddress(true);
            holder = bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        });
    }

    private static void joined(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Listens again after {@link #refuse}. */
    public void accept() {
        locked(() -> {
            if (holder instanceof SocketChannel bound) {
                bound.close();
                ServerSocket server = new ServerSocket();
                server.setReuseAddress(true);
                server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                holder = server;
                accepting = acceptFrom(server);
            }
            return true;
        });
    }

    /** Serves the next connection with a script instead of the server. Each call adds a script for one connection. */
    public void serveNext(RawServer.Script script) {
        locked(() -> scripts.add(script));
    }

    // ------------------------------------------------------------------------------------------------------- internals

    private Thread acceptFrom(ServerSocket server) {
        return Thread.ofVirtual().name("fault-proxy").start(() -> {
            try {
                while (true) {
                    take(server.accept());
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    failures.add(e);
                }
            }
        });
    }

    private void take(Socket client) {
        Optional<RawServer.Script> script = locked(() -> {
            taken++;
            links.removeIf(FaultLink::isClosed);
            Optional<RawServer.Script> next = Optional.ofNullable(scripts.poll());
            if (next.isPresent()) {
                scripted.add(client);
            }
            return next;
        });
        if (script.isPresent()) {
            Thread.ofVirtual().name("fault-proxy-script").start(() -> RawServer.serve(client, script.get(), failures));
        } else {
            Thread.ofVirtual().name("fault-proxy-connect").start(() -> connect(client));
        }
    }

    private void connect(Socket client) {
        try {
            FaultLink link = new FaultLink(client, SocketChannel.open(target).socket(), gate);
            boolean inTime = locked(() -> !over && links.add(link));
            if (inTime) {
                link.start();
            } else {
                link.close();
            }
        } catch (IOException nobodyThere) {
            refuseLate(client);
        }
    }

    /** Resets the connection of a client whose server cannot be reached. */
    private void refuseLate(Socket client) {
        try (client) {
            client.setSoLinger(true, 0);
        } catch (IOException e) {
            failures.add(e);
        }
    }

    /** Code that runs under the lock. */
    private interface Step<T> {
        T run() throws IOException;
    }

    private <T> T locked(Step<T> step) {
        lock.lock();
        try {
            return step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    private interface LinkStep {
        void run(FaultLink link) throws IOException;
    }

    /** Runs the step for each connection. If the step throws because one side has ended, closes both sides. */
    private void each(LinkStep step) {
        for (FaultLink link : locked(() -> List.copyOf(links))) {
            try {
                step.run(link);
            } catch (IOException over) {
                link.close();
            }
        }
    }

    @Override
    public void close() {
        List<FaultLink> left = locked(() -> {
            over = true;
            holder.close();
            for (Socket socket : scripted) {
                socket.close();
            }
            return List.copyOf(links);
        });
        flow();
        left.forEach(FaultLink::close);
    }
}
