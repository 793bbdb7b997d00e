package dev.slipstream.core;

/**
 * The envelope in which events and commands cross between the two processes.
 *
 * <p>No other mail is a signature, so nothing else can be mistaken for an event. The record pattern that builds a
 * signature also matches and destructures it:
 *
 * <pre>{@code
 * case Signature.OfEvent(var connection, Event.TopicLeft(var topic)) -> ...
 * }</pre>
 */
public sealed interface Signature {

    /**
     * An event with its connection.
     *
     * @param connection the client drops an event of any connection but its live one
     */
    record OfEvent(Connection connection, Event event) implements Signature {}

    /**
     * A command with its connection.
     *
     * @param connection a connection drops commands for another one
     */
    record OfCommand(Connection connection, Command command) implements Signature {}
}
