package dev.slipstream.system.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Header;
import dev.slipstream.core.Signature;
import dev.slipstream.core.machine.connection.ConnectionEffect;
import dev.slipstream.core.machine.connection.ConnectionMachine;
import dev.slipstream.core.machine.connection.ConnectionSink;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A configuration is refused without showing a secret, or becomes one ASCII request line. The request's URI starts with
 * the configured URI. From the rest of the URI, a server reads exactly the configured params.
 */
public final class Queries implements Target {

    private static final String VERSION = "2.0.0";
    private static final JacksonSerializer SERIALIZER = JacksonSerializer.standard();

    @Override
    public void accept(byte[] bytes) {
        Draws data = new Draws(bytes);
        Map<String, String> always = params(data);
        Map<String, String> now = params(data);
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
        Handshake handshake = opened(configuration, new Credentials(now, List.of(), Optional.empty()));
        if (handshake == null) {
            return;
        }

        String shown = handshake.uri().toString();
        assertThat(shown.chars()).allMatch(c -> c > ' ' && c < 0x7f);
        assertThat(shown).startsWith(URI.create(uri).toASCIIString());
        assertThat(handshake.uri().getRawPath())
                .isEqualTo(URI.create(URI.create(uri).toASCIIString()).getRawPath());
        assertThat(handshake.uri().getHost()).isEqualTo(configuration.uri().getHost());
        assertThat(appended(shown.substring(URI.create(uri).toASCIIString().length())))
                .isEqualTo(expected(uri, always, now));
        assertThat(handshake.headers())
                .hasSizeLessThanOrEqualTo(1)
                .allSatisfy(line -> assertThat(line.name() + line.value()).doesNotContain("\r", "\n", "\u0000"));
        assertThat(handshake.subprotocols()).allSatisfy(one -> assertThat(one).matches("[0-9a-zA-Z+.]+"));
    }

    private static Map<String, String> params(Draws data) {
        Map<String, String> params = new LinkedHashMap<>();
        for (int left = data.upTo(4); left > 0; left--) {
            params.put(data.yes() ? "vsn" : data.text(20), data.text(40));
        }
        return params;
    }

    private static @Nullable Configuration configuration(
            String uri, Map<String, String> params, String header, String value, Optional<String> token) {
        Configuration.Builder builder = Configuration.builder(uri).allowCleartextCredentials();
        params.forEach(builder::param);
        token.ifPresent(builder::authToken);
        try {
            Header line = new Header(header, value);
            builder.header(line.name(), line.value());
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).hasSizeLessThan(250).doesNotContain("\r", "\n", "\u001b");
        }
        try {
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

    /** Decodes the appended params as a server does; fails at a {@code +}, because only forms may use it. */
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

    private static List<String> expected(String uri, Map<String, String> always, Map<String, String> now) {
        List<String> all = new ArrayList<>();
        boolean hasVersion =
                hasVersion(URI.create(uri).getRawQuery()) || always.containsKey("vsn") || now.containsKey("vsn");
        for (Map<String, String> params : List.of(always, now)) {
            params.forEach((name, value) -> all.add(wire(name) + "=" + wire(value)));
        }
        if (!hasVersion) {
            all.add("vsn=" + VERSION);
        }
        return all;
    }

    private static boolean hasVersion(@Nullable String query) {
        return query != null
                && List.of(query.split("&", -1)).stream()
                        .anyMatch(part -> part.equals("vsn") || part.startsWith("vsn="));
    }

    /** A lone surrogate has no UTF-8 encoding. */
    private static String wire(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
