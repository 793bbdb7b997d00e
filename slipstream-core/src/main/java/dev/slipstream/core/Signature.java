package dev.slipstream.core;

/**
 * An event or a command, together with its connection. The client process and the connection process exchange
 * signatures.
 *
 * <p>User messages are never signatures, so the client cannot mistake a user message for an event. Match a signature
 * with a record pattern:
 *
 * <pre>{@code
 * case Signature.OfEvent(var connection, Event.TopicLeft(var topic, var cause)) -> ...
 * }</pre>
 */
public sealed interface Signature {

    /**
     * An event with its connection.
     *
     * @param connection the source of the event; the client drops events of connections that are not live
     */
    record OfEvent(Connection connection, Event event) implements Signature {}

    /**
     * A command with its connection.
     *
     * @param connection the destination of the command; a connection drops commands for other connections
     */
    record OfCommand(Connection connection, Command command) implements Signature {}
}
