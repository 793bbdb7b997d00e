package dev.slipstream;

import dev.slipstream.core.Socket;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.process.ClientProcess;

/** Logs the exceptions of callbacks, for the default of {@link SlipstreamClient#handleFailure}. */
final class FailureLog {

    private FailureLog() {}

    /** Logs an exception as an error of the socket's client. Does nothing for a socket that a test made. */
    static void log(Throwable thrown, String cause, Socket socket) {
        if (LiveSocket.from(socket).scope().client() instanceof ClientProcess process) {
            process.logOfCallback(cause, thrown);
        }
    }
}
