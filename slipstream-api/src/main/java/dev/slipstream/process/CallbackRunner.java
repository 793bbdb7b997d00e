package dev.slipstream.process;

import dev.slipstream.core.Socket;
import dev.slipstream.core.machine.Callback;

/** The user's code, as a process calls it. */
@FunctionalInterface
public interface CallbackRunner {

    /** Calls the callback of a delivery. What it throws is the user's. */
    Socket call(Callback callback, Socket socket);
}
