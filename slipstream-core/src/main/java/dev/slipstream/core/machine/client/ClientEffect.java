package dev.slipstream.core.machine.client;

import dev.slipstream.core.Command;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.StopReason;

/**
 * An action that a {@link ClientMachine} asks its process to do. Commands for a connection that has started are not
 * effects, see {@link ClientSink}.
 */
public sealed interface ClientEffect
        permits Callback,
                ClientEffect.AskCredentials,
                ClientEffect.AskParams,
                ClientEffect.StartConnection,
                ClientEffect.Enqueue,
                ClientEffect.Answer,
                ClientEffect.Exit,
                ClientEffect.LogException,
                ClientEffect.Report {

    /**
     * Ask the supplier of credentials on a separate thread. The machine sets the deadline. The answer comes back as an
     * input.
     */
    record AskCredentials(Connection connection, Credentials.Supplier supplier, Credentials.Attempt attempt)
            implements ClientEffect {}

    /**
     * Ask the supplier of a join's params on a separate thread. The machine sets the deadline. The answer comes back as
     * an input with the number {@code asking}.
     */
    record AskParams(long asking, JoinParams supplier, JoinParams.Attempt attempt) implements ClientEffect {}

    /** Start a connection process for this connection. The command is the first input of the process. */
    record StartConnection(Connection connection, Command.OpenConnection command) implements ClientEffect {}

    /** Put a message at the end of the client's own mailbox. */
    record Enqueue(Callback callback) implements ClientEffect {}

    /** Answer a waiting caller. */
    record Answer(Operation.AnswerCaller answer) implements ClientEffect {}

    /** End the client process, and notify the connection process. The client runs no more callbacks. */
    record Exit(StopReason reason) implements ClientEffect {}

    /**
     * Log an exception of the user's policy or backoff. For telemetry, the machine emits a separate {@link Report} that
     * has only the class of the exception.
     */
    record LogException(String method, Throwable thrown) implements ClientEffect {}

    /** Report to telemetry. */
    record Report(Observation observation) implements ClientEffect {}
}
