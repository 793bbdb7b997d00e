package dev.slipstream.system.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Signature;
import dev.slipstream.core.machine.client.ClientEffect;
import dev.slipstream.core.machine.client.ClientInput;
import dev.slipstream.core.machine.client.ClientMachine;
import dev.slipstream.core.machine.client.ClientSink;
import dev.slipstream.transport.tyrus.container.HttpResponse;
import dev.slipstream.transport.tyrus.container.HttpResponses;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The parser parses or refuses any bytes as the response to a handshake, and keeps at most 4,096 bytes of the body. The
 * result is the same whether the response arrives in one piece or in many. If the response refuses the client, the
 * client tries again within five minutes. The text of the failure contains the status, but no other part of the
 * response.
 */
public final class Handshakes implements Target {

    private static final int LONGEST_BODY = 4096;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Configuration CONFIGURATION = Configuration.of("ws://localhost/socket/websocket");

    @Override
    public void accept(byte[] bytes) {
        HttpResponses.Read whole = read(bytes, Math.max(1, bytes.length));

        assertThat(read(bytes, 1)).isEqualTo(whole);
        assertThat(read(bytes, 7)).isEqualTo(whole);
        if (whole != null && whole.response().isPresent()) {
            HttpResponse response = whole.response().get();
            assertThat(response.status()).isBetween(101, 999);
            assertThat(response.body()).hasSizeLessThanOrEqualTo(LONGEST_BODY);
            assertThat(response.headers().keySet())
                    .allSatisfy(name -> assertThat(name)
                            .isEqualTo(name.toLowerCase(Locale.ROOT))
                            .isNotEmpty()
                            .doesNotContain(" ", "\t", "\r", "\n", ":"));
            assertThat(response.headers().values())
                    .allSatisfy(values -> assertThat(values)
                            .isNotEmpty()
                            .allSatisfy(value ->
                                    assertThat(value).doesNotContain("\n").isEqualTo(value.strip())));
            refuse(new Failure.HandshakeRefused(response.status(), response.headers(), response.body()));
        }
    }

    private static HttpResponses.@Nullable Read read(byte[] bytes, int piece) {
        try {
            return HttpResponses.of(bytes, piece);
        } catch (ProtocolException refused) {
            assertThat(refused.getMessage())
                    .matches("the server's answer (is not valid HTTP"
                            + "|has headers that are too long|has a header that is not valid)");
            return null;
        }
    }

    private static final ClientSink IGNORED = new ClientSink() {

        @Override
        public void emit(Signature.OfCommand command) {}

        @Override
        public void emit(ClientEffect effect) {}
    };

    private static void refuse(Failure.HandshakeRefused refused) {
        assertThat(refused).hasToString("HandshakeRefused[status=" + refused.status() + "]");
        ClientMachine machine = new ClientMachine(1);
        Connection first = Connection.numbered(1);
        for (ClientInput input : List.of(
                new ClientInput.Started(),
                new ClientInput.Returned(List.of(new Command.OpenConnection(CONFIGURATION, Credentials.none()))),
                new ClientInput.CredentialsGiven(first, Credentials.none()))) {
            machine.accept(0, input, IGNORED);
        }
        machine.accept(0, new Signature.OfEvent(first, new Event.ChannelConnectFailed(refused)), IGNORED);
        machine.accept(0, new ClientInput.Returned(List.of()), IGNORED);
        assertThat(machine.nextDeadline()).isLessThanOrEqualTo(LONGEST_WAIT.toNanos());
    }
}
