package dev.slipstream.process;

import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import org.jspecify.annotations.Nullable;

/**
 * The newest connection of a client, and the commands that the client queues for it. If a callback returned a command,
 * a {@link Cork} decides when its frame is flushed.
 *
 * <p>Used only by the draining thread (see {@link Drain}).
 */
final class CurrentConnection {

    private final ClientSpans spans;
    private final Cork cork;
    /** The process of the newest connection; null before the first connection, and after the end of the client. */
    private @Nullable ConnectionProcess process;
    /** Whether the connection must be signalled, because it has new commands. */
    private boolean hasCommands;
    /** Whether the operations that are being applied come from a callback that has returned. */
    private boolean isOfCallback;

    CurrentConnection(ClientSpans spans, Cork cork) {
        this.spans = spans;
        this.cork = cork;
    }

    /** Replaces the connection with a new one, and queues the new connection's first command. */
    void start(ConnectionProcess fresh, Signature.OfCommand command) {
        process = fresh;
        order(command);
    }

    /**
     * Queues a command for the connection, if there is one. The connection handles the command after the next
     * {@link #signal}.
     */
    void order(Signature.OfCommand command) {
        ConnectionProcess open = process;
        if (open != null) {
            spans.ordered(command.command());
            open.order(command);
            hasCommands = true;
        }
    }

    /** Signals the connection if there are new commands. Flushes at once, unless a callback caused them. */
    void signal(long now) {
        ConnectionProcess open = process;
        if (hasCommands && open != null) {
            hasCommands = false;
            cork.ordered(open, isOfCallback, now);
        }
    }

    /**
     * Notes that a callback is about to run. The callback may block while frames of earlier callbacks wait for a flush.
     */
    void callbackBegins() {
        cork.callbackBegins();
    }

    /** Notes that a callback has returned. Its operations are applied next. */
    void callbackReturned() {
        isOfCallback = true;
    }

    /** Notes that the operations of a callback are applied. */
    void callbackEnded() {
        isOfCallback = false;
        cork.callbackEnded();
    }

    /** Flushes the frames of earlier callbacks if they have waited for too long. */
    void flushIfLate(long now) {
        cork.check(now);
    }

    /** Flushes the frames of earlier callbacks. */
    void flush() {
        cork.release();
    }

    /** Resumes reading, because the mailbox has room again or an await waits. */
    void resumeReading() {
        ConnectionProcess open = process;
        if (open != null) {
            open.resumeReading();
        }
    }

    /** Ends the connection, because the client has ended. */
    void end(StopReason reason) {
        ConnectionProcess open = process;
        if (open != null) {
            process = null;
            open.resumeReading(); // to read the server's answer to our close
            open.ownerExited(reason);
        }
        cork.close();
    }
}
