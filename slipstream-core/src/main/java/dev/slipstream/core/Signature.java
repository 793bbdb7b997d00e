package dev.slipstream.core;

/**
 * An event or a command with its connection, as client process and connection process exchange it.
 *
 * <p>No other message is a signature, so none can be mistaken for an event. A record pattern matches one:
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
     * @param connection the destination; a connection drops commands for another one
     */
    record OfCommand(Connection connection, Command command) implements Signature {}
}
