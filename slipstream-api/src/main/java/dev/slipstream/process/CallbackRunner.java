package dev.slipstream.process;

import dev.slipstream.core.Socket;
import dev.slipstream.core.machine.client.Callback;

/** Calls user code for a process. */
@FunctionalInterface
public interface CallbackRunner {

    /** Calls the user's callback. Every exception that this method throws comes from the user's code. */
    Socket call(Callback callback, Socket socket);
}
