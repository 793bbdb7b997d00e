package dev.slipstream.bench.peer;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A process with one client, which receives messages and sends requests.
 *
 * <p>Arguments: the kind of client, and the server's URI.
 */
public final class TrafficMain {

    private final String kind;
    private final URI uri;
    private @Nullable Peer peer;

    private TrafficMain(String kind, URI uri) {
        this.kind = kind;
        this.uri = uri;
    }

    public static void main(String[] args) {
        TrafficMain main = new TrafficMain(args[0], URI.create(args[1]));
        Map<String, Answers.Command> commands = new LinkedHashMap<>();
        commands.put("connect", numbers -> main.connect(numbers.get(0)));
        commands.put("flood", numbers -> main.flood(numbers.get(0), numbers.get(1), numbers.get(2)));
        commands.put("echo", numbers -> main.echo(numbers.get(0), numbers.get(1), numbers.get(2)));
        commands.put("echo-encoded", numbers -> main.echoEncoded(numbers.get(0), numbers.get(1), numbers.get(2)));
        commands.put("trips", numbers -> main.trips(numbers.get(0), numbers.get(1)));
        commands.put("hold", numbers -> main.hold(numbers.get(0)));
        commands.put("backlog", numbers -> main.backlog(numbers.get(0), numbers.get(1)));
        Answers.serve(commands);
    }

    /** Closes the earlier connection if there is one, and connects. */
    private Object connect(int topics) throws Exception {
        if (peer != null) {
            peer.close();
        }
        Peer made = Peers.of(kind);
        peer = made;
        made.connect(uri, topics);
        return Map.of("topics", topics);
    }

    private Sample flood(int messages, int bytes, int topics) throws Exception {
        Peer connected = connected();
        Sample sample = Meter.measure(messages, () -> {
            connected.flood(messages, bytes, topics);
            return new long[0];
        });
        connected.arrived(messages);
        return sample;
    }

    private Sample echo(int requests, int inFlight, int bytes) throws Exception {
        Peer connected = connected();
        return Meter.measure(requests, () -> {
            connected.echo(requests, inFlight, bytes);
            return new long[0];
        });
    }

    private Sample echoEncoded(int requests, int inFlight, int bytes) throws Exception {
        if (!(connected() instanceof SlipstreamPeer ours)) {
            throw new IllegalArgumentException(kind + " cannot push an encoded payload");
        }
        return Meter.measure(requests, () -> {
            ours.echoEncoded(requests, inFlight, bytes);
            return new long[0];
        });
    }

    private Sample trips(int requests, int bytes) throws Exception {
        Peer connected = connected();
        return Meter.measure(requests, () -> connected.trips(requests, bytes));
    }

    private Object hold(int requests) throws Exception {
        if (!(connected() instanceof SlipstreamPeer holding)) {
            throw new IllegalArgumentException(kind + " cannot hold requests");
        }
        holding.hold(requests);
        return Map.of("held", requests);
    }

    private Object backlog(int messages, int bytes) throws Exception {
        if (!(connected() instanceof SessionPeer script)) {
            throw new IllegalArgumentException(kind + " cannot build a backlog");
        }
        script.backlog(messages, bytes);
        return Map.of("backlog", messages);
    }

    private Peer connected() {
        Peer made = peer;
        if (made == null) {
            throw new IllegalStateException("not connected");
        }
        return made;
    }
}
