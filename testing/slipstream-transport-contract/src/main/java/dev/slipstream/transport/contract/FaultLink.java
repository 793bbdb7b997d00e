package dev.slipstream.transport.contract;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** One connection through a {@link FaultProxy}, with a thread for each direction. */
final class FaultLink {

    private static final int PUMPED_AT_ONCE = 16 << 10;
    private static final long NEVER = Long.MAX_VALUE;

    private final Socket client;
    private final Socket server;
    private final GatedSocket gate;
    private final ReentrantLock writing = new ReentrantLock();

    // -------------------------------------------------------------------------------- guarded by the lock `writing`
    private long untilTheEnd = NEVER;
    private FaultProxy.Ending ending = FaultProxy.Ending.CUT;
    private boolean ended;

    private volatile boolean serverIsCut;
    private final AtomicInteger pumping = new AtomicInteger(2);

    FaultLink(Socket client, Socket server, GatedSocket gate) throws IOException {
        this.client = client;
        this.server = server;
        this.gate = gate;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start() {
        Thread.ofVirtual().name("fault-proxy-to-server").start(this::pumpToServer);
        Thread.ofVirtual().name("fault-proxy-to-client").start(this::pumpToClient);
    }

    private void pumpToServer() {
        byte[] bytes = new byte[PUMPED_AT_ONCE];
        try {
            int count;
            while ((count = client.getInputStream().read(bytes)) >= 0) {
                // Reading continues after a cut, because closing a socket with unread bytes sends a RST.
                if (!serverIsCut) {
                    gate.pass(bytes, count, server.getOutputStream()::write);
                }
            }
            gate.awaitOpen();
            server.shutdownOutput();
            pumped();
        } catch (IOException over) {
            close();
        }
    }

    private void pumped() {
        if (pumping.decrementAndGet() == 0) {
            close();
        }
    }

    private void pumpToClient() {
        byte[] bytes = new byte[PUMPED_AT_ONCE];
        try {
            int count;
            while ((count = server.getInputStream().read(bytes)) >= 0) {
                gate.pass(bytes, count, this::toClient);
            }
            gate.awaitOpen();
            end(FaultProxy.Ending.HALF_CLOSE);
            pumped();
        } catch (IOException over) {
            if (!serverIsCut) { // after a cut, the other thread waits until the client ends TCP
                close();
            }
        }
    }

    private void toClient(byte[] bytes, int from, int count) throws IOException {
        writing.lock();
        try {
            if (ended) {
                return;
            }
            int now = (int) Math.min(count, untilTheEnd);
            client.getOutputStream().write(bytes, from, now);
            if (untilTheEnd != NEVER) {
                untilTheEnd -= now;
            }
            if (untilTheEnd == 0) {
                end(ending);
            }
        } finally {
            writing.unlock();
        }
    }

    /** Writes to the client at once, between two writes of the server, even if the proxy is stalled. */
    void inject(byte[] bytes) throws IOException {
        writing.lock();
        try {
            if (!ended) {
                client.getOutputStream().write(bytes);
            }
        } finally {
            writing.unlock();
        }
    }

    /** Ends the connection after this many more bytes to the client. */
    void endAfter(long bytes, FaultProxy.Ending how) {
        writing.lock();
        try {
            untilTheEnd = bytes;
            ending = how;
        } finally {
            writing.unlock();
        }
    }

    /** Ends the connection now, even inside a frame. */
    void end(FaultProxy.Ending how) throws IOException {
        writing.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            switch (how) {
                case CUT -> {
                    client.shutdownOutput();
                    serverIsCut = true;
                    server.close();
                }
                case RESET -> {
                    client.setSoLinger(true, 0);
                    server.setSoLinger(true, 0);
                    close();
                }
                case HALF_CLOSE -> client.shutdownOutput();
            }
        } finally {
            writing.unlock();
        }
    }

    boolean isClosed() {
        return client.isClosed();
    }

    /** Closes both sockets. */
    void close() {
        try (client;
                server) {
            serverIsCut = true;
        } catch (IOException over) {
            // The socket is closed already.
        }
    }
}
