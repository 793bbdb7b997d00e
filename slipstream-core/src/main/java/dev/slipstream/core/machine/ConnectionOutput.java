package dev.slipstream.core.machine;

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
import java.util.function.Consumer;

/** Where the effects of a connection go: to the server while it is open, and to the client while there is one. */
final class ConnectionOutput {

    /** What the refs of the connection itself begin with. */
    static final String OWN_REFS = "c";

    private final Connection bare;
    private Connection connection;
    private long now;
    private Consumer<? super Effect.OfConnection> effects = effect -> {};
    private boolean isOpen;
    private boolean hasClient = true;
    private long sent;
    private long ownRefs;

    ConnectionOutput(Connection connection) {
        this.bare = connection;
        this.connection = connection;
    }

    /** Begins with an input. */
    void begin(long time, Consumer<? super Effect.OfConnection> taker) {
        now = time;
        effects = taker;
    }

    /** The time of this input: made when it is asked for, as few inputs do. */
    Duration now() {
        return Duration.ofNanos(now);
    }

    /** When a span that begins now is over, in nanoseconds. */
    long after(Duration span) {
        return now + span.toNanos();
    }

    Connection connection() {
        return connection;
    }

    /** As it is called in observations: without headers. */
    Connection bare() {
        return bare;
    }

    /** From now on messages are sent, and events bear this connection. */
    void open(Connection opened) {
        connection = opened;
        isOpen = true;
    }

    /** From now on nothing is sent. */
    void close() {
        isOpen = false;
    }

    boolean isOpen() {
        return isOpen;
    }

    /** From now on nobody is told. */
    void orphan() {
        hasClient = false;
    }

    boolean hasClient() {
        return hasClient;
    }

    /** How many messages were sent: the place of the next one among them. */
    long sent() {
        return sent;
    }

    /** Returns the next ref of the connection itself. */
    Ref ownRef() {
        ownRefs++;
        return new Ref(OWN_REFS + ownRefs);
    }

    void give(Effect.OfConnection effect) {
        effects.accept(effect);
    }

    void send(Message message) {
        sent++;
        give(new Effect.Send(message));
    }

    void emit(Event event) {
        if (hasClient) {
            give(new Effect.Emit(new Signature.OfEvent(connection, event)));
        }
    }

    /** Tells that there will be no reply to this ref. */
    void lost(Ref ref, Failure failure, boolean maybeSent) {
        emit(new Event.ReplyReceived(ref, new Reply.Lost(failure, maybeSent)));
    }

    void report(Observation observation) {
        give(new Effect.Report(observation));
    }

    /** Reports what no callback is told. */
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
