package dev.slipstream.testkit.transport;

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
 * Stands between a client and its server on loopback, passes on what they send, and does to it what networks do: stalls,
 * drips, cuts, resets, refuses.
 *
 * <p>Its methods are called from any thread. What they turn holds for all connections, those to come included; what they
 * end are the connections of that moment. No client can tell it from a network, for it knows nothing of what it passes on.
 */
public final class FaultProxy implements AutoCloseable {

    /** How a connection ends, as its client sees it. */
    public enum Ending {
        /** Both halves are closed, as when the process at the other end dies. */
        CUT,
        /** TCP is reset, as by a firewall that forgot the connection. */
        RESET,
        /** The server's half is closed, and the client's is not: what the client sends is taken yet. */
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
    private Closeable holder; // of the port: a socket that listens, or one that keeps others from it
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

    /** Starts one before the server at this address, on a free port. */
    public static FaultProxy before(URI server) {
        return before(new InetSocketAddress(server.getHost(), server.getPort()));
    }

    /** As {@link #before(URI)}. */
    public static FaultProxy before(InetSocketAddress server) {
        try {
            return new FaultProxy(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** Where a client finds the server through this proxy. */
    public URI through(URI server) {
        String query = server.getRawQuery() == null ? "" : "?" + server.getRawQuery();
        return URI.create(server.getScheme() + "://" + server.getHost() + ":" + port + server.getRawPath() + query);
    }

    /** How many connections it took so far, passed on or not. */
    public int connections() {
        return locked(() -> taken);
    }

    /** What scripts threw that was no end of TCP. */
    public Queue<Throwable> failures() {
        return failures;
    }

    // ------------------------------------------------------------------------------------------------- what passes on

    /** Passes nothing on, either way, while TCP stays open: a half-open link. Connections are taken all the same. */
    public void stall() {
        gate.shut();
    }

    /** Passes on one byte at a time, either way, with so much time between. */
    public void drip(Duration betweenBytes) {
        gate.open(betweenBytes);
    }

    /** Passes on all that comes, and what was held back. */
    public void flow() {
        gate.open(Duration.ZERO);
    }

    /** Sends these bytes to each client, as if its server had; also while everything else is stalled. */
    public void inject(byte[] bytes) {
        each(link -> link.inject(bytes));
    }

    // ------------------------------------------------------------------------------------------------------- the end

    /** Ends all connections. */
    public void end(Ending how) {
        each(link -> link.end(how));
    }

    /** Ends all connections, each once so many bytes more have reached its client: in the middle of a frame, say. */
    public void endAfter(int bytes, Ending how) {
        each(link -> link.endAfter(bytes, how));
    }

    // --------------------------------------------------------------------------------------------------- new
    // connections

    /** From here on nobody listens: connections are refused, those that there are go on. */
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
        joined(acceptor.get()); // the JDK leaves it to that thread to close the socket
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

    /** Ends {@link #refuse}. */
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

    /** Has the next connection that is not spoken for served by a script, instead of the server. */
    public void serveNext(RawServer.Script script) {
        locked(() -> scripts.add(script));
    }

    // --------------------------------------------------------------------------------------------------------- inside

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

    /** As near as a proxy comes to a server that is not there: TCP was open before it knew. */
    private void refuseLate(Socket client) {
        try (client) {
            client.setSoLinger(true, 0);
        } catch (IOException e) {
            failures.add(e);
        }
    }

    /** What is done under the lock. */
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

    /** A connection that ended by itself meanwhile has ended. */
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
