package dev.slipstream.spring;

import dev.slipstream.RunningClient;
import dev.slipstream.StartOptions;
import dev.slipstream.testkit.SocketTest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The {@link SocketTest}s that take the place of the servers, one for each client. All share one virtual time. */
final class PlayedServers implements ClientRuntime {

    private final Map<String, SocketTest> tests = new LinkedHashMap<>();

    @Override
    public RunningClient prepare(String client, Function<StartOptions, RunningClient> preparation) {
        return of(client).startBy(preparation);
    }

    /**
     * Ignores the transport, the executor and the seed that a customizer chose, because a {@link SocketTest} has its
     * own: it runs the client without a network and in virtual time.
     */
    @Override
    public StartOptions options(StartOptions base, StartOptions chosen) {
        StartOptions.Builder played = base.toBuilder()
                .maxMessages(chosen.maxMessages())
                .maxBytes(chosen.maxBytes())
                .restart(chosen.restart());
        chosen.serializer().ifPresent(played::serializer);
        chosen.name().ifPresent(played::name);
        chosen.label().ifPresent(played::label);
        return (chosen.isQuiet() ? played.quiet() : played).build();
    }

    @Override
    public boolean usesNetwork() {
        return false;
    }

    /** Returns the {@link SocketTest} that takes the place of this client's server. */
    SocketTest of(String client) {
        SocketTest known = tests.get(client);
        if (known != null) {
            return known;
        }
        SocketTest made = tests.isEmpty()
                ? SocketTest.open()
                : tests.values().iterator().next().beside();
        tests.put(client, made);
        return made;
    }

    /**
     * Closes all {@link SocketTest}s: closing the first one also closes the others.
     *
     * @throws AssertionError if a client failed
     */
    void close() {
        if (!tests.isEmpty()) {
            tests.values().iterator().next().close();
        }
    }
}
