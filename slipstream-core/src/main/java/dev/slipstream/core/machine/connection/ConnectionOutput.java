package dev.slipstream.core.machine.connection;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.From;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Signature;
import dev.slipstream.core.Telemetry.DropReason;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Emits the effects of a connection. Messages go to the server while the connection is open. Events go to the client
 * while the client runs.
 */
final class ConnectionOutput {

    /** The prefix of the refs of frames that the connection itself sends, such as heartbeats. */
    static final String OWN_REFS = "c";

    private final Connection bare;
    private Connection connection;
    private long now;

    @SuppressWarnings("NullAway.Init") // begin() sets the sink before each use
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

    /** Returns the current time plus this duration. */
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

    /** Starts sending messages. Later events carry the connection {@code opened}, which has the response headers. */
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

    /** The number of messages sent so far. */
    long sent() {
        return sent;
    }

    /** Returns a new ref for a frame that the connection itself sends. */
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

    /** Answers a caller whose push waited. A null failure means that the transport accepted the push. */
    void answer(From<?> from, @Nullable Failure failure) {
        give(new ConnectionEffect.AnswerPush(new Operation.AnswerCaller.Answer(from, failure)));
    }

    void emit(Event event) {
        if (hasClient) {
            sink.emit(new Signature.OfEvent(connection, event));
        }
    }

    /** Notifies the client that no reply to this ref will come. */
    void lost(Ref ref, Failure failure, boolean maybeSent) {
        emit(new Event.ReplyReceived(ref, new Reply.Lost(failure, maybeSent)));
    }

    void report(Observation observation) {
        give(new ConnectionEffect.Report(observation));
    }

    /** Reports an internal event, which no callback receives. */
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
