package dev.slipstream.transport.contract;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A loopback port that does not answer connection attempts, because its accept queue is full. */
final class BlackHole implements AutoCloseable {

    private static final int ENOUGH_TO_FILL_IT = 4;

    private final ServerSocket server;
    private final List<SocketChannel> fillers = new ArrayList<>();

    private BlackHole(ServerSocket server) {
        this.server = server;
    }

    static BlackHole open() throws IOException {
        BlackHole hole = new BlackHole(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        for (int i = 0; i < ENOUGH_TO_FILL_IT; i++) {
            SocketChannel filler = SocketChannel.open();
            hole.fillers.add(filler);
            filler.configureBlocking(false);
            filler.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), hole.server.getLocalPort()));
        }
        return hole;
    }

    URI uri(String path) {
        return URI.create("ws://127.0.0.1:" + server.getLocalPort() + path);
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel filler : fillers) {
            filler.close();
        }
        server.close();
    }
}
