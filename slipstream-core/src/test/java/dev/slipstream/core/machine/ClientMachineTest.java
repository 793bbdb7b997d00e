package dev.slipstream.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Header;
import dev.slipstream.core.Letter;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.transport.Handshake;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What transcripts do not show: see those for what the machine does. */
class ClientMachineTest {

    private static final Connection FIRST = Connection.numbered(1);

    private final ClientMachine machine = new ClientMachine(1);
    private final List<Effect> effects = new ArrayList<>();
    private Duration now = Duration.ZERO;

    private void tell(Input.OfClient... inputs) {
        for (Input.OfClient input : inputs) {
            machine.accept(now, input, effects::add);
        }
    }

    private void post(Letter letter) {
        tell(new Input.Posted(List.of(letter)));
    }

    @Test
    void whatIsShownToTheServerIsShownOnce() {
        Configuration configuration = Configuration.builder("ws://localhost/?a=1")
                .param("always", "b")
                .header("x-always", "c")
                .authToken("old")
                .build();
        Credentials given = Credentials.none()
                .withParam("now", "d")
                .withHeader("x-now", "e")
                .withAuthToken("new");
        tell(new Input.Started());
        post(new Letter.ToConnection(new Command.OpenConnection(configuration, Credentials.none())));
        tell(new Input.Returned(), new Input.CredentialsGiven(FIRST, given));

        Handshake handshake = opened((Effect.StartConnection) effects.get(effects.size() - 1));

        assertThat(handshake.uri()).hasToString("ws://localhost/?a=1&always=b&now=d&vsn=2.0.0");
        assertThat(handshake.headers()).containsExactly(new Header("x-always", "c"), new Header("x-now", "e"));
        assertThat(handshake.subprotocols()).containsExactly("phoenix", "base64url.bearer.phx.bmV3");
    }

    /** Neither of the machines, which both live on behind the attempt. */
    @Test
    void whatASupplierGaveIsNotKept() {
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
        tell(new Input.Started());
        post(new Letter.ToConnection(
                new Command.OpenConnection(Configuration.of("ws://localhost/"), Credentials.none())));
        Credentials credentials = Credentials.none().withAuthToken(new String("token"));
        tell(new Input.Returned(), new Input.CredentialsGiven(FIRST, credentials));
        Command open = ((Effect.StartConnection) effects.get(effects.size() - 1)).command();
        connection.accept(now, new Input.Ordered(open), effect -> {});
        effects.clear();
        return List.of(
                new WeakReference<>(credentials),
                new WeakReference<>(credentials.authToken().orElseThrow()));
    }

    private static Handshake opened(Effect.StartConnection started) {
        List<Effect> effects = new ArrayList<>();
        new ConnectionMachine(started.connection(), "2.0.0", PlainEncoder.json("{}"))
                .accept(Duration.ZERO, new Input.Ordered(started.command()), effects::add);
        return ((Effect.OpenTransport) effects.get(0)).handshake();
    }

    @Test
    void aTimerFasterThanItsCallbackLeavesTheMailItsTurn() {
        tell(new Input.Started());
        post(new Letter.ToSelf.Every("fast", Duration.ofMillis(1), "tick"));
        tell(new Input.Returned());
        later(1, new Input.TimePassed());
        later(5, new Input.Returned());

        assertThat(machine.nextDeadline()).isNull();

        tell(new Input.Told(new Delivery.Info("mail")), new Input.Returned());
        assertThat(machine.nextDeadline()).isNotNull().isLessThanOrEqualTo(now);
    }

    @Test
    void withoutMailTheNextTimerThatIsDueComes() {
        tell(new Input.Started());
        post(new Letter.ToSelf.After("one", Duration.ofMillis(1), "one"));
        post(new Letter.ToSelf.After("two", Duration.ofMillis(2), "two"));
        tell(new Input.Returned());
        later(3, new Input.TimePassed(), new Input.Returned());
        effects.clear();

        tell(new Input.MailboxEmptied());

        assertThat(effects).containsExactly(new Effect.Deliver(new Delivery.Info("two")));
    }

    private void later(long millis, Input.OfClient... inputs) {
        now = now.plusMillis(millis);
        tell(inputs);
    }
}
