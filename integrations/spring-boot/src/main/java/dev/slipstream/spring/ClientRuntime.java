package dev.slipstream.spring;

import dev.slipstream.RunningClient;
import dev.slipstream.StartOptions;
import java.util.function.Function;

/** Decides in which runtime a client is prepared. A test may replace the network, the clock and the threads. */
interface ClientRuntime {

    /** The network, the clock and the threads of the JVM. */
    ClientRuntime REAL = new ClientRuntime() {
        @Override
        public RunningClient prepare(String client, Function<StartOptions, RunningClient> preparation) {
            return preparation.apply(StartOptions.standard());
        }

        @Override
        public StartOptions options(StartOptions base, StartOptions chosen) {
            return chosen;
        }

        @Override
        public boolean usesNetwork() {
            return true;
        }
    };

    /**
     * Prepares a client on the calling thread.
     *
     * @param preparation prepares the client with the options of the runtime, and returns it
     */
    RunningClient prepare(String client, Function<StartOptions, RunningClient> preparation);

    /**
     * Returns the options of a client in this runtime.
     *
     * @param base the options of the runtime
     * @param chosen the options that the starter and the customizers chose
     */
    StartOptions options(StartOptions base, StartOptions chosen);

    /** Whether clients connect over a network, so that certificates matter. */
    boolean usesNetwork();
}
