package dev.slipstream.bench.peer;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Socket;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** This library with callbacks. */
final class SlipstreamPeer implements Peer {

    /** The message limit: 16 MiB. The largest payload of the suites has 1 MiB. */
    private static final int MAX_MESSAGE = 16 << 20;

    private static final JacksonSerializer ENCODER = JacksonSerializer.standard();

    private final TransportProvider transport;
    private final StartOptions options;
    private @Nullable RunningClient running;
    private @Nullable BenchClient client;

    SlipstreamPeer(TransportProvider transport) {
        this.transport = transport;
        this.options = StartOptions.standard();
    }

    static Configuration configuration(URI uri) {
        return Configuration.builder(uri)
                .maxMessageBytes(MAX_MESSAGE)
                .requestTimeout(PATIENCE)
                .build();
    }

    @Override
    public void connect(URI uri, int topics) throws Exception {
        BenchClient made = new BenchClient(configuration(uri), topics);
        client = made;
        running =
                Slipstream.start(made, options.toBuilder().transport(transport).build());
        made.joined().await(PATIENCE);
    }

    @Override
    public void flood(int messages, int bytes, int topics) throws Exception {
        Goal all = new Goal(messages);
        client().load(new BenchClient.Load() {
            @Override
            public void message() {
                all.count();
            }
        });
        running().run(socket -> push(socket, "flood", Map.of("messages", messages, "bytes", bytes, "topics", topics)));
        all.await(PATIENCE);
    }

    @Override
    public void arrived(int messages) throws Exception {
        Goal replied = new Goal(1);
        client().load(counting(replied));
        running().run(socket -> push(socket, "arrived", Map.of("messages", messages)));
        replied.await(PATIENCE);
    }

    @Override
    public void echo(int requests, int inFlight, int bytes) throws Exception {
        echo(requests, inFlight, Map.of("text", Payloads.text(bytes)));
    }

    /**
     * Like {@link #echo}, but encodes the payload only once, before the first request. {@link BarePeer} also builds its
     * payload only once.
     */
    void echoEncoded(int requests, int inFlight, int bytes) throws Exception {
        echo(requests, inFlight, ENCODER.encode(Map.of("text", Payloads.text(bytes))));
    }

    private void echo(int requests, int inFlight, Object payload) throws Exception {
        Goal all = new Goal(requests);
        client().load(new BenchClient.Load() {
            private int unsent = requests - inFlight;

            @Override
            public Socket outcome(Object tag, Socket socket) {
                all.count();
                return unsent-- > 0 ? push(socket, "echo", payload) : socket;
            }
        });
        running().run(socket -> {
            Socket pushing = socket;
            for (int i = 0; i < inFlight; i++) {
                pushing = push(pushing, "echo", payload);
            }
            return pushing;
        });
        all.await(PATIENCE);
    }

    @Override
    public long[] trips(int requests, int bytes) throws Exception {
        Map<String, String> payload = Map.of("text", Payloads.text(bytes));
        long[] nanos = new long[requests];
        Goal all = new Goal(requests);
        client().load(new BenchClient.Load() {
            private int at;
            private long begin = System.nanoTime();

            @Override
            public Socket outcome(Object tag, Socket socket) {
                long now = System.nanoTime();
                nanos[at++] = now - begin;
                begin = now;
                all.count();
                return at < requests ? push(socket, "echo", payload) : socket;
            }
        });
        running().run(socket -> push(socket, "echo", payload));
        all.await(PATIENCE);
        return nanos;
    }

    @Override
    public void close() {
        running().close();
    }

    /** Makes requests that the server never answers. Returns when the server has received them all. */
    void hold(int requests) throws Exception {
        Goal taken = new Goal(1);
        client().load(counting(taken));
        running().run(socket -> {
            Socket holding = socket;
            for (int i = 0; i < requests; i++) {
                holding = holding.request(TOPIC, "hold", Map.of(), "held", Duration.ofHours(1));
            }
            return push(holding, "echo", Map.of());
        });
        taken.await(PATIENCE);
    }

    private static BenchClient.Load counting(Goal goal) {
        return new BenchClient.Load() {
            @Override
            public Socket outcome(Object tag, Socket socket) {
                goal.count();
                return socket;
            }
        };
    }

    private static Socket push(Socket socket, String event, Object payload) {
        return socket.request(TOPIC, event, payload, event);
    }

    private RunningClient running() {
        RunningClient started = running;
        if (started == null) {
            throw new IllegalStateException("not connected");
        }
        return started;
    }

    private BenchClient client() {
        BenchClient made = client;
        if (made == null) {
            throw new IllegalStateException("not connected");
        }
        return made;
    }
}
