package dev.slipstream.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The benchmark server's process. It prints its port, then answers each line of input with one line. The process stops
 * when its input ends.
 *
 * <p>The line {@code tally} asks for the counters, and {@code drop} cuts all connections. After the line {@code single}
 * the server writes each frame by itself. At first, and after the line {@code batched}, it writes many frames at once.
 *
 * <p>Arguments: none, or the key store and its password for a server with TLS.
 */
public final class BenchServer {

    /**
     * Number of loopback addresses to listen on. To one address, clients can open only 28,000 connections, because each
     * connection needs another local port.
     */
    public static final int ADDRESSES = 4;

    private static final int BACKLOG = 8192;
    private static final JsonMapper JSON = new JsonMapper();

    private final Selector selector = Selector.open();
    private final List<ServerSocketChannel> listeners = new ArrayList<>();
    private final ByteBuffer read = ByteBuffer.allocateDirect(256 << 10);
    private final Counters counters = new Counters();
    private final WriteMode mode = new WriteMode();
    private final @Nullable SSLContext tls;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean open = true;

    private BenchServer(@Nullable SSLContext tls) throws IOException {
        this.tls = tls;
        for (int i = 1; i <= ADDRESSES; i++) {
            ServerSocketChannel listener = ServerSocketChannel.open();
            listener.configureBlocking(false);
            listener.bind(new InetSocketAddress("127.0.0." + i, i == 1 ? 0 : port()), BACKLOG);
            listener.register(selector, SelectionKey.OP_ACCEPT);
            listeners.add(listener);
        }
    }

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BenchServer server =
                new BenchServer(args.length == 0 ? null : context(Path.of(args[0]), args[1].toCharArray()));
        Thread.ofPlatform().name("server").start(server::run);
        out.println(server.port());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            switch (line) {
                case "tally" -> server.execute(() -> out.println(JSON.writeValueAsString(server.counters.tally())));
                case "single" -> server.execute(() -> out.println(server.single(true)));
                case "batched" -> server.execute(() -> out.println(server.single(false)));
                case "drop" -> server.execute(() -> out.println(server.drop()));
                default -> throw new IllegalArgumentException("unknown command: " + line);
            }
        }
        server.open = false;
        server.selector.wakeup();
    }

    static SSLContext context(Path keystore, char[] password) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(keystore.toFile(), password), password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private boolean single(boolean isSingle) {
        mode.single(isSingle);
        return mode.isSingle();
    }

    private int port() throws IOException {
        return ((InetSocketAddress) listeners.get(0).getLocalAddress()).getPort();
    }

    private void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void run() {
        try {
            while (open) {
                selector.select(this::serve);
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
            }
            selector.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void serve(SelectionKey key) {
        if (key.attachment() instanceof Client client) {
            serve(key, client);
        } else {
            accept((ServerSocketChannel) key.channel());
        }
    }

    private void accept(ServerSocketChannel listener) {
        try {
            for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                ConnectionBytes wire = tls == null ? new PlainBytes(channel) : new TlsBytes(channel, tls);
                key.attach(new Client(channel, key, wire, mode, counters));
                counters.connections++;
            }
        } catch (IOException e) {
            System.err.println("cannot accept: " + e);
        }
    }

    private void serve(SelectionKey key, Client client) {
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            if (key.isReadable() && !client.read(read)) {
                channel.close();
            }
            if (key.isValid() && key.isWritable()) {
                client.write();
            }
        } catch (IOException e) {
            close(channel); // the client has disconnected
        } catch (IllegalArgumentException e) {
            counters.faults++;
            System.err.println(e.getMessage());
            close(channel);
        }
        if (!channel.isOpen()) {
            counters.connections--;
            key.attach(null);
            key.cancel();
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            System.err.println("cannot close: " + e);
        }
    }

    private int drop() {
        int dropped = 0;
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Client client) {
                try {
                    client.drop();
                } catch (IOException e) {
                    System.err.println("cannot drop: " + e);
                }
                key.attach(null);
                key.cancel();
                counters.connections--;
                dropped++;
            }
        }
        return dropped;
    }
}
