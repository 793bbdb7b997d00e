package dev.slipstream.system.flood;

import dev.slipstream.AwaitEndReason;
import dev.slipstream.AwaitEndedException;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client that awaits a reply in a callback. The reply arrives after a flood of messages. Afterwards the client
 * handles the flood message by message.
 */
final class AskingClient implements SlipstreamClient {

    /** The events that the client records, in order. */
    sealed interface Note {

        record Answered(Reply reply) implements Note {}

        record Ended(AwaitEndReason reason) implements Note {}

        /** All messages of the flood arrived, each once and in order. */
        record Flooded(int items) implements Note {}

        /** A message arrived instead of the expected one. */
        record OutOfOrder(int expected, int actual) implements Note {}

        record Disconnected(DisconnectReason reason) implements Note {}
    }

    /** The longest wait for something that must happen. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Configuration configuration;
    private final int items;
    private final BlockingQueue<Note> notes = new LinkedBlockingQueue<>();
    private int next;

    AskingClient(Configuration configuration, int items) {
        this.configuration = configuration;
        this.items = items;
    }

    /** Waits for the next note; null after a timeout. */
    @Nullable
    Note next() throws InterruptedException {
        return notes.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration);
    }

    @Override
    public Socket handleConnect(Socket socket) {
        return socket.join(FloodChannel.TOPIC);
    }

    @Override
    public Socket handleJoin(String topic, Payload response, Socket socket) {
        Session session = Slipstream.session(socket);
        try {
            notes.add(new Note.Answered(
                    session.request(topic, FloodChannel.FLOOD, new FloodChannel.Request(items), PATIENCE)));
        } catch (AwaitEndedException ended) {
            notes.add(new Note.Ended(ended.reason()));
        }
        return session.socket();
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        int actual = payload.as(FloodChannel.Item.class).n();
        if (actual != next) {
            notes.add(new Note.OutOfOrder(next, actual));
        }
        next++;
        if (next == items) {
            notes.add(new Note.Flooded(next));
        }
        return socket;
    }

    @Override
    public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        notes.add(new Note.Disconnected(reason));
        return socket;
    }
}
