package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Signature;
import dev.slipstream.core.Telemetry.DropReason;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;

/**
 * Emits the effects of a connection: messages to the server while it is open, and events to the client while it runs.
 */
final class ConnectionOutput {

    /** The prefix of refs that the connection allots. */
    static final String OWN_REFS = "c";

    private final Connection bare;
    private Connection connection;
    private long now;

    @SuppressWarnings("NullAway.Init") // begin() sets it before each use
    private ConnectionSink sink;

    private boolean isOpen;
    private boolean hasClient = true;
    private long sent;
    private long ownRefs;

    ConnectionOutput(Connection connection) {
        this.bare = connection;
        this.connection = connection;
    }

    void begin(long time, ConnectionSink receiver) {
        now = time;
        sink = receiver;
    }

    long now() {
        return now;
    }

    /** When a duration that starts now ends. */
    long after(Duration span) {
        return now + span.toNanos();
    }

    Connection connection() {
        return connection;
    }

    /** The connection without headers, for observations. */
    Connection bare() {
        return bare;
    }

    /** Starts sending messages. Later events name this connection, which has headers. */
    void open(Connection opened) {
        connection = opened;
        isOpen = true;
    }

    /** Stops sending messages. */
    void close() {
        isOpen = false;
    }

    boolean isOpen() {
        return isOpen;
    }

    /** Stops emitting events, because the client has ended. */
    void orphan() {
        hasClient = false;
    }

    boolean hasClient() {
        return hasClient;
    }

    /** How many messages were sent; the next message has this number. */
    long sent() {
        return sent;
    }

    /** Allots the next ref of the connection. */
    Ref ownRef() {
        ownRefs++;
        return new Ref(OWN_REFS + ownRefs);
    }

    void give(ConnectionEffect effect) {
        sink.emit(effect);
    }

    void send(Message message) {
        sent++;
        give(new ConnectionEffect.Send(message));
    }

    void emit(Event event) {
        if (hasClient) {
            sink.emit(new Signature.OfEvent(connection, event));
        }
    }

    /** Emits that no reply to this ref will come. */
    void lost(Ref ref, Failure failure, boolean maybeSent) {
        emit(new Event.ReplyReceived(ref, new Reply.Lost(failure, maybeSent)));
    }

    void report(Observation observation) {
        give(new ConnectionEffect.Report(observation));
    }

    /** Reports an internal event, which reaches no callback. */
    void note(Event.Internal event) {
        report(new Observation.EventHandled(bare, event));
    }

    void dropped(DropReason reason, Message message) {
        report(new Observation.FrameDropped(bare, reason, message.topic(), message.event()));
    }

    void garbled(DropReason reason) {
        report(new Observation.FrameDropped(bare, reason, "", ""));
    }
}
