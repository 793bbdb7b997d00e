package dev.slipstream.process;

import dev.slipstream.core.Socket;
import dev.slipstream.core.machine.Delivery;

/** The user's code, as a process calls it. */
@FunctionalInterface
public interface Callbacks {

    /** Calls the callback of a delivery. What it throws is the user's. */
    Socket call(Delivery delivery, Socket socket);
}
