package dev.slipstream.core;

import java.util.Optional;

/** Makes signatures, and returns the event or the command in a signature. */
public final class Signatures {

    private Signatures() {}

    /** Returns a signature with this event of this connection. */
    public static Signature.OfEvent event(Connection connection, Event event) {
        return new Signature.OfEvent(connection, event);
    }

    /** Returns a signature with this command for this connection. */
    public static Signature.OfCommand command(Connection connection, Command command) {
        return new Signature.OfCommand(connection, command);
    }

    /** Returns the event in this message, if the message is a signature with an event. */
    public static Optional<Event> event(Object mail) {
        return mail instanceof Signature.OfEvent(var connection, var event) ? Optional.of(event) : Optional.empty();
    }

    /** Returns the command in this message, if the message is a signature with a command. */
    public static Optional<Command> command(Object mail) {
        return mail instanceof Signature.OfCommand(var connection, var command)
                ? Optional.of(command)
                : Optional.empty();
    }
}
