package dev.slipstream.system.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Header;
import dev.slipstream.core.QueryParam;
import dev.slipstream.core.Signature;
import dev.slipstream.core.machine.connection.ConnectionEffect;
import dev.slipstream.core.machine.connection.ConnectionMachine;
import dev.slipstream.core.machine.connection.ConnectionSink;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The library either refuses a configuration without showing a secret, or makes one ASCII request line from it. The URI
 * in this line starts with the configured URI. A server that decodes the rest of the URI gets exactly the configured
 * params.
 */
public final class Queries implements Target {

    private static final String VERSION = "2.0.0";
    private static final JacksonSerializer SERIALIZER = JacksonSerializer.standard();

    @Override
    public void accept(byte[] bytes) {
        Draws data = new Draws(bytes);
        List<QueryParam> always = params(data);
        List<QueryParam> now = params(data);
        String header = data.text(40);
        String value = data.text(40);
        String token = data.text(40);
        boolean hasToken = data.yes();
        String uri = data.yes() ? "wss://localhost/" + data.rest() : data.rest();
        Configuration configuration =
                configuration(uri, always, header, value, hasToken ? Optional.of(token) : Optional.empty());
        if (configuration == null) {
            return;
        }
        Credentials given = new Credentials(now, List.of(), Optional.empty());
        Handshake handshake = opened(configuration, given);
        if (handshake == null) {
            return;
        }

        String shown = handshake.uri().text();
        String base = base(configuration);
        assertThat(shown.chars()).allMatch(c -> c > ' ' && c < 0x7f);
        assertThat(shown).startsWith(base);
        assertThat(shown)
                .contains("://" + configuration.host())
                .endsWith(handshake.uri().target().substring(1));
        assertThat(handshake.uri().host()).isEqualTo(configuration.host());
        assertThat(handshake.uri().port()).isBetween(1, 65_535);
        assertThat(configuration.allowsVersion(VERSION, given)).isTrue();
        assertThat(appended(shown.substring(base.length()))).isEqualTo(expected(configuration, always, now));
        assertThat(handshake.headers())
                .hasSizeLessThanOrEqualTo(1)
                .allSatisfy(line -> assertThat(line.name() + line.value()).doesNotContain("\r", "\n", "\u0000"));
        assertThat(handshake.subprotocols()).allSatisfy(one -> assertThat(one).matches("[0-9a-zA-Z+.]+"));
    }

    private static List<QueryParam> params(Draws data) {
        List<QueryParam> params = new ArrayList<>();
        for (int left = data.upTo(4); left > 0; left--) {
            String name = data.yes() ? "vsn" : data.text(20);
            String value = name.equals("vsn") && data.yes() ? VERSION : data.text(40);
            try {
                params.add(new QueryParam(name, value));
            } catch (IllegalArgumentException refused) {
                assertThat(name + " " + value).isNotEqualTo(wire(name) + " " + wire(value));
                assertThat(refused.getMessage()).matches("param (name|value): .* at index [0-9]+ is not accepted; .*");
            }
        }
        return params;
    }

    private static @Nullable Configuration configuration(
            String uri, List<QueryParam> params, String header, String value, Optional<String> token) {
        Configuration.Builder builder = Configuration.builder(uri).allowCleartextCredentials();
        params.forEach(param -> builder.param(param.name(), param.value()));
        try {
            Header line = new Header(header, value);
            builder.header(line.name(), line.value());
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).hasSizeLessThan(250).doesNotContain("\r", "\n", "\u001b");
        }
        try {
            token.ifPresent(builder::authToken);
            return builder.build();
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasNoCause();
            assertThat(refused.getMessage()).matches("(uri|authToken): .* is not accepted; accepted: .*");
            return null;
        }
    }

    private static @Nullable Handshake opened(Configuration configuration, Credentials now) {
        Connection first = Connection.numbered(1);
        Opened opened = new Opened();
        new ConnectionMachine(first, VERSION, SERIALIZER.raw("{}"))
                .accept(0, new Signature.OfCommand(first, new Command.OpenConnection(configuration, now)), opened);
        return opened.handshake;
    }

    private static final class Opened implements ConnectionSink {

        private @Nullable Handshake handshake;

        @Override
        public void emit(Signature.OfEvent event) {}

        @Override
        public void emit(ConnectionEffect effect) {
            handshake = effect instanceof ConnectionEffect.OpenTransport(var asked) ? asked : handshake;
        }
    }

    /**
     * Decodes the appended params as a server does. Fails at a {@code +}, which only decoders of forms read as a blank.
     */
    private static List<String> appended(String text) {
        List<String> all = new ArrayList<>();
        for (String part : text.replaceFirst("^[?&]", "").split("&", -1)) {
            if (!text.isEmpty()) {
                assertThat(part).doesNotContain("+");
                all.add(URLDecoder.decode(part, StandardCharsets.UTF_8));
            }
        }
        return all;
    }

    /** The configured URI in ASCII, without the appended params. */
    private static String base(Configuration configuration) {
        String query = configuration.uri().getRawQuery();
        return ascii(configuration.endpoint() + (query == null ? "" : "?" + query));
    }

    /** Percent-encodes all characters that are not ASCII, and leaves the others as they are. */
    private static String ascii(String text) {
        StringBuilder ascii = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            ascii.append(one >= 0 ? String.valueOf((char) one) : String.format("%%%02X", one));
        }
        return ascii.toString();
    }

    private static List<String> expected(Configuration configuration, List<QueryParam> always, List<QueryParam> now) {
        List<String> all = new ArrayList<>();
        for (List<QueryParam> params : List.of(always, now)) {
            params.stream()
                    .filter(param -> !param.name().equals("vsn"))
                    .forEach(param -> all.add(param.name() + "=" + param.value()));
        }
        if (!configuration.hasVersion()) {
            all.add("vsn=" + VERSION);
        }
        return all;
    }

    /** Returns the text as UTF-8 can express it: with another character instead of a lone surrogate. */
    private static String wire(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
