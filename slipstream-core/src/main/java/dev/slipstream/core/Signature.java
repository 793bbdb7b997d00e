package dev.slipstream.core;

/**
 * The seal under which events and commands cross between the two processes.
 *
 * <p>Nothing else in a mailbox is a signature, so nothing else can be mistaken for an event. The record pattern that
 * builds one also matches it, and reaches into it:
 *
 * <pre>{@code
 * case Signature.OfEvent(var connection, Event.TopicLeft(var topic)) -> ...
 * }</pre>
 */
public sealed interface Signature {

    /**
     * An event, and the connection that it is of.
     *
     * @param connection a client drops what comes from another connection than its live one
     */
    record OfEvent(Connection connection, Event event) implements Signature {}

    /**
     * A command, and the connection that it is for.
     *
     * @param connection a connection drops what is meant for another one
     */
    record OfCommand(Connection connection, Command command) implements Signature {}
}
