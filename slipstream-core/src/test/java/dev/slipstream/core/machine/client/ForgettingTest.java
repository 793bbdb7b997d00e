package dev.slipstream.core.machine.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.Signature;
import dev.slipstream.core.machine.Machines;
import dev.slipstream.core.machine.connection.ConnectionMachine;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects that the machines must release. */
class ForgettingTest {

    private static final Connection FIRST = Connection.numbered(1);

    private final ClientMachine machine = new ClientMachine(1);
    private final List<Object> effects = new ArrayList<>();

    private void accept(Object... inputs) {
        for (Object input : inputs) {
            Machines.accept(machine, Duration.ZERO, input, effects::add);
        }
    }

    /**
     * Supplied credentials must not be kept after their use, because the client machine and the connection machine live
     * longer than the connection attempt.
     */
    @Test
    void suppliedCredentialsAreReleased() {
        ConnectionMachine connection = new ConnectionMachine(FIRST, "2.0.0", PlainEncoder.json("{}"));

        List<WeakReference<?>> given = given(connection);

        for (int round = 0; round < 100 && given.stream().anyMatch(one -> one.get() != null); round++) {
            System.gc();
        }
        assertThat(given).allSatisfy(one -> assertThat(one.get()).isNull());
        assertThat(connection.toString()).contains("OPENING");
        assertThat(machine.toString()).contains("OPENING");
    }

    private List<WeakReference<?>> given(ConnectionMachine connection) {
        accept(new ClientInput.Started());
        Command wanted = new Command.OpenConnection(Configuration.of("ws://localhost/"), Credentials.none());
        accept(new ClientInput.OperationsWritten(List.of(wanted)));
        Credentials credentials = Credentials.none().withAuthToken(new String("token"));
        accept(new ClientInput.Returned(List.of()), new ClientInput.CredentialsGiven(FIRST, credentials));
        Command open = ((ClientEffect.StartConnection) effects.get(effects.size() - 1)).command();
        Machines.accept(connection, Duration.ZERO, new Signature.OfCommand(FIRST, open), effect -> {});
        effects.clear();
        return List.of(
                new WeakReference<>(credentials),
                new WeakReference<>(credentials.authToken().orElseThrow()));
    }
}
