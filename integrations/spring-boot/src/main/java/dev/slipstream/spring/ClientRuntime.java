package dev.slipstream.spring;

import dev.slipstream.RunningClient;
import dev.slipstream.StartOptions;
import java.util.function.Function;

/** Decides in which runtime a client is prepared. A test may replace the network, the clock and the threads. */
@FunctionalInterface
interface ClientRuntime {

    /** The network, the clock and the threads of the JVM. */
    ClientRuntime REAL = (client, preparation) -> preparation.apply(StartOptions.standard());

    /**
     * Prepares a client on the calling thread.
     *
     * @param preparation prepares the client with the options of the runtime, and returns it
     */
    RunningClient prepare(String client, Function<StartOptions, RunningClient> preparation);
}
