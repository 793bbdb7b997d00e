package dev.slipstream.process;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Signature;

/** The client process that receives the events of a connection. */
interface ConnectionOwner {

    /** Adds an event to the mailbox, without waking the client. */
    void add(Signature.OfEvent event);

    /** Adds several events to the mailbox, without waking the client; {@code bytes} is their weight in the mailbox. */
    void add(EventBatch batch, int count, long bytes);

    /**
     * Whether a batch of this size is full and must be added to the mailbox. A batch stays small compared with the
     * mailbox.
     */
    boolean isFullBatch(int count, long bytes);

    /** Wakes the client, because mail was added. */
    void wake();

    /** Whether the mailbox holds too many events, and no await is waiting. */
    boolean isFull();

    void observed(Observation observation);

    /** Answers a caller or a session, which then no longer waits. */
    void answered(Operation.AnswerCaller answer);

    /**
     * Logs an exception. The lines are limited for each pair of place and exception class, because the server may cause
     * many exceptions.
     *
     * @param place which code threw, and the consequence
     */
    void log(System.Logger.Level level, Connection connection, String place, Throwable thrown);

    /** Ends the client and this connection, because the executor or the scheduler failed. */
    void failed(Throwable thrown);
}
