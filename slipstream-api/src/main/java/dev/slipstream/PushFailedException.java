package dev.slipstream;

import dev.slipstream.core.Failure;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.Operation;
import dev.slipstream.core.SlipstreamException;
import dev.slipstream.core.machine.client.FailureWords;
import java.time.Duration;

/**
 * Thrown if a push that waits for room in the outbound queue was not sent. {@link #failure()} says why: for example,
 * there was no room in time, or the connection ended.
 */
public final class PushFailedException extends SlipstreamException {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;
    private final boolean maybeSent;

    /**
     * Makes the exception for one push.
     *
     * @param maybeSent whether the message may have been sent
     */
    public PushFailedException(String topic, String event, Failure failure, boolean maybeSent) {
        this(topic, event, described(failure), failure, maybeSent);
    }

    private PushFailedException(String topic, String event, String why, Failure failure, boolean maybeSent) {
        super("cannot push " + LogSafe.of(event) + " to " + LogSafe.of(topic) + ": " + why + "; "
                + (maybeSent ? "the push may have been sent" : "the push was not sent"));
        this.failure = failure;
        this.maybeSent = maybeSent;
    }

    /**
     * Why the push was not sent: {@link Failure.TimedOut}, {@link Failure.NotJoined}, {@link Failure.TopicClosed},
     * {@link Failure.Disconnected}, {@link Failure.Unencodable}, or {@link Failure.Cancelled} if the topic was left or
     * the client ended.
     */
    public Failure failure() {
        return failure;
    }

    /**
     * Whether the message may have been sent. This is true if the connection already had the push, and then the client
     * ended or the connection did not answer in time. If false, the message was not sent and is not sent later, so you
     * may push it again.
     */
    public boolean maybeSent() {
        return maybeSent;
    }

    static PushFailedException notJoined(String topic, String event, boolean isConnected) {
        return new PushFailedException(
                topic, event, isConnected ? new Failure.NotJoined(topic) : new Failure.Disconnected(), false);
    }

    /**
     * Makes the exception for a push that the client had no time to send, because a callback blocks the client, or many
     * messages are queued before the push.
     *
     * @param runningFor how long the running callback has been running; zero if none runs
     * @param running text that names the running callback and says how long it has been running
     */
    static PushFailedException blocked(
            String topic, String event, Duration timeout, Duration runningFor, String running) {
        return new PushFailedException(
                topic,
                event,
                "the client did not handle the push within " + timeout + ": "
                        + BusyClient.why(timeout, runningFor, running),
                new Failure.TimedOut(timeout),
                false);
    }

    /**
     * Throws if the answer to a push is a failure.
     *
     * @param isOffered whether the connection had the push when the client ended
     */
    static void throwUnlessAccepted(
            String topic, String event, Duration timeout, Operation.AnswerCaller answer, boolean isOffered) {
        switch (answer) {
            // The connection's failure names the part of the timeout that was left when the client offered the push.
            // The exception names the whole timeout.
            case Operation.AnswerCaller.Answer(var from, Failure.TimedOut rest) ->
                throw new PushFailedException(topic, event, new Failure.TimedOut(timeout), false);
            case Operation.AnswerCaller.Answer(var from, Failure failure) ->
                throw new PushFailedException(topic, event, failure, false);
            case Operation.AnswerCaller.Answer accepted -> {}
            case Operation.AnswerCaller.Ended ended ->
                throw new PushFailedException(topic, event, new Failure.Cancelled(), isOffered);
            case Operation.AnswerCaller.Refusal refused -> // cannot happen: a push is not a call
                throw new PushFailedException(topic, event, new Failure.Cancelled(), isOffered);
            case Operation.AnswerCaller.Thrown thrown -> // cannot happen: offering a push throws nothing
                throw new PushFailedException(topic, event, new Failure.Cancelled(), isOffered);
        }
    }

    private static String described(Failure failure) {
        return switch (failure) {
            case Failure.TimedOut(var after) ->
                "the outbound queue had no room within " + after
                        + "; wait longer, send less often, or check why the server reads slowly";
            case Failure.NotJoined notJoined ->
                "the topic is not joined; join it again if it was left, or wait until it is joined";
            case Failure.TopicClosed closed -> "the topic closed; join it again";
            case Failure.Disconnected lost ->
                "there is no connection, or it ended; wait until the topic is joined again";
            case Failure.Cancelled cancelled -> "the topic was left, or the client has ended";
            case Failure other -> FailureWords.of(other);
        };
    }
}
