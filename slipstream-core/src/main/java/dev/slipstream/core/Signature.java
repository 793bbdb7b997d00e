package dev.slipstream.core;

/**
 * An event or a command with its connection: the form in which client process and connection process exchange them.
 *
 * <p>User messages are never signatures, so the client cannot mistake a user message for an event. Match a signature
 * with a record pattern:
 *
 * <pre>{@code
 * case Signature.OfEvent(var connection, Event.TopicLeft(var topic)) -> ...
 * }</pre>
 */
public sealed interface Signature {

    /**
     * An event with its connection.
     *
     * @param connection the source; the client drops events of connections that are not live
     */
    record OfEvent(Connection connection, Event event) implements Signature {}

    /**
     * A command with its connection.
     *
     * @param connection the destination; a connection drops commands for another connection
     */
    record OfCommand(Connection connection, Command command) implements Signature {}
}
