package dev.slipstream.core.machine.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.Machines;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.ProxyUnusableException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Behavior of the connection machine that the {@link dev.slipstream.core.transcript.Transcript transcripts} do not
 * show.
 */
class ConnectionMachineTest {

    private static final Connection SEVENTH = Connection.numbered(7);

    private static final String EMPTY = "{}";
    private static final InetSocketAddress PROXY = InetSocketAddress.createUnresolved("proxy.example", 3128);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ConnectionMachine machine = new ConnectionMachine(SEVENTH, "2.0.0", PlainEncoder.json(EMPTY));
    private final List<Object> effects = new ArrayList<>();

    private void accept(Object input) {
        Machines.accept(machine, Duration.ZERO, input, effects::add);
    }

    private void command(Command command) {
        accept(new Signature.OfCommand(SEVENTH, command));
    }

    @Test
    void handshakeHasConfiguredValues() throws Exception {
        SSLContext tls = SSLContext.getDefault();
        ProxySelector proxy = ProxySelector.of(null);
        Configuration configuration = Configuration.builder("wss://example.org/socket/websocket")
                .connectTimeout(Duration.ofSeconds(1))
                .closeTimeout(Duration.ofSeconds(2))
                .maxMessageBytes(3)
                .maxOutboundFrames(4)
                .maxOutboundBytes(5)
                .tls(tls)
                .proxy(proxy)
                .build();

        command(new Command.OpenConnection(configuration, Credentials.none()));

        Handshake handshake = ((ConnectionEffect.OpenTransport) effects.get(0)).handshake();
        assertThat(handshake.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(handshake.closeTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(handshake.maxMessageBytes()).isEqualTo(3);
        assertThat(handshake.maxOutboundFrames()).isEqualTo(4);
        assertThat(handshake.maxOutboundBytes()).isEqualTo(5);
        assertThat(handshake.tls()).contains(tls);
        assertThat(handshake.proxy()).contains(proxy);
    }

    @Test
    void uriIsSentUnchangedAsAscii() {
        Configuration configuration = Configuration.builder("wss://example.org/söcket/\u4e00?q=%2b%20a+b&\u010a")
                .param("né w", "a&b=c\r\n")
                .build();

        command(new Command.OpenConnection(configuration, Credentials.none()));

        assertThat(((ConnectionEffect.OpenTransport) effects.get(0))
                        .handshake()
                        .uri()
                        .text())
                .isEqualTo("wss://example.org/s%C3%B6cket/%E4%B8%80?q=%2b%20a+b&%C4%8A"
                        + "&n%C3%A9%20w=a%26b%3Dc%0D%0A&vsn=2.0.0");
    }

    @Test
    void suppliedCredentialsAreNotSentInCleartext() {
        Credentials given = Credentials.none().withParam("token", "SECRET");

        command(new Command.OpenConnection(Configuration.of("ws://example.org/"), given));

        assertThat(effects)
                .first()
                .isInstanceOfSatisfying(
                        Signature.OfEvent.class,
                        emitted -> assertThat(emitted.event())
                                .hasToString(
                                        "ChannelConnectFailed[failure=CredentialsFailed[detail=credentials would travel unencrypted over ws to example.org;"
                                                + " use wss, a loopback host, or allowCleartextCredentials()]]"));
        assertThat(effects).noneMatch(ConnectionEffect.OpenTransport.class::isInstance);
    }

    @Test
    void suppliedCredentialsAreSentInCleartextIfAllowed() {
        Configuration allowing = Configuration.builder("ws://example.org/")
                .allowCleartextCredentials()
                .build();

        command(new Command.OpenConnection(allowing, Credentials.none().withParam("token", "SECRET")));

        assertThat(effects).first().isInstanceOf(ConnectionEffect.OpenTransport.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void remoteProxyIsRefusedIfItWouldSeeCredentials(boolean supplied) {
        Credentials token = Credentials.none().withParam("token", "SECRET");
        Configuration.Builder local = Configuration.builder("ws://localhost/").proxy(ProxySelector.of(PROXY));
        Configuration configuration =
                supplied ? local.build() : local.param("token", "SECRET").build();

        command(new Command.OpenConnection(configuration, supplied ? token : Credentials.none()));

        ProxySelector proxies = handshake().proxy().orElseThrow();
        assertThatThrownBy(() -> proxies.select(URI.create("http://localhost/")))
                .isInstanceOfSatisfying(
                        ProxyUnusableException.class,
                        exposed -> assertThat(exposed.failure())
                                .isEqualTo(new Failure.CredentialsFailed(
                                        "credentials would travel unencrypted over ws to a proxy on another machine; use wss,"
                                                + " a proxy on loopback, or allowCleartextCredentials()")));
    }

    @Test
    void remoteProxyIsUsedIfItSeesNoCredentialsOrIsAllowed() {
        ProxySelector proxy = ProxySelector.of(PROXY);
        for (Configuration.Builder builder : List.of(
                Configuration.builder("ws://localhost/"),
                Configuration.builder("wss://localhost/").param("token", "SECRET"),
                Configuration.builder("ws://localhost/")
                        .param("token", "SECRET")
                        .allowCleartextCredentials())) {
            effects.clear();
            Command open = new Command.OpenConnection(builder.proxy(proxy).build(), Credentials.none());
            ConnectionMachine other = new ConnectionMachine(SEVENTH, "2.0.0", PlainEncoder.json(EMPTY));
            Machines.accept(other, Duration.ZERO, new Signature.OfCommand(SEVENTH, open), effects::add);

            assertThat(handshake().proxy()).containsSame(proxy);
        }
    }

    private Handshake handshake() {
        return effects.stream()
                .filter(ConnectionEffect.OpenTransport.class::isInstance)
                .map(ConnectionEffect.OpenTransport.class::cast)
                .findFirst()
                .orElseThrow()
                .handshake();
    }

    @Test
    void eventsHaveConnectionWithItsHeaders() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("x-request-id", List.of("42"));

        open(Configuration.of("ws://localhost/"), headers);

        Connection connection = ((Signature.OfEvent) effects.get(1)).connection();
        assertThat(connection.number()).isEqualTo(7);
        assertThat(connection.headers()).isEqualTo(headers);
    }

    @Test
    void neitherTheMachineNorItsEffectsPrintSecrets() {
        Configuration configuration = Configuration.builder("ws://localhost/?key=SECRET")
                .param("p", "SECRET")
                .header("x-h", "SECRET")
                .authToken("SECRET")
                .build();
        open(configuration, new LinkedHashMap<>());
        command(new Command.JoinTopic(new Ref("1"), "rooms:a", PlainEncoder.json("\"SECRET\""), MINUTE));
        accept(new ConnectionInput.Received(Message.reply("1", "1", "rooms:a", "ok", PlainEncoder.json("\"SECRET\""))));
        command(new Command.PushMessage(new Ref("2"), "rooms:a", "e", PlainEncoder.json("\"SECRET\""), MINUTE));

        assertThat(effects).hasSize(5);
        assertThat(machine + " " + effects).doesNotContain("SECRET").doesNotContain("U0VDUkVU");
    }

    /** Telemetry must not show secrets, so the report omits the message of the exception. */
    @Test
    void exceptionOfClientIsReportedByClassOnly() {
        open(Configuration.of("ws://localhost/"), new LinkedHashMap<>());
        effects.clear();

        accept(new ConnectionInput.OwnerExited(new StopReason.Failed(new IllegalStateException("SECRET"))));

        assertThat(effects)
                .first()
                .isEqualTo(new ConnectionEffect.Report(new Observation.EventHandled(
                        Connection.numbered(7),
                        new Event.ParentProcessExited("Failed[java.lang.IllegalStateException]"))));
    }

    @Test
    void heartbeatIntervalBeginsAtOpening() {
        Configuration configuration = Configuration.builder("ws://localhost/")
                .heartbeatInterval(Duration.ofSeconds(30))
                .build();
        command(new Command.OpenConnection(configuration, Credentials.none()));

        Machines.accept(machine, Duration.ofSeconds(20), new ConnectionInput.Opened(Map.of()), effects::add);

        assertThat(Machines.deadline(machine.nextDeadline())).isEqualTo(Duration.ofSeconds(50));
    }

    private void open(Configuration configuration, Map<String, List<String>> headers) {
        command(new Command.OpenConnection(configuration, Credentials.none()));
        accept(new ConnectionInput.Opened(headers));
    }

    @Test
    void commandForAnotherConnectionIsDropped() {
        Command open = new Command.OpenConnection(Configuration.of("ws://localhost/"), Credentials.none());

        accept(new Signature.OfCommand(Connection.numbered(8), open));

        assertThat(effects).isEmpty();
        assertThat(machine.state()).isEqualTo(ConnectionMachine.State.IDLE);
    }
}
