package dev.slipstream.spring;

import dev.slipstream.core.Compression;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.ReconnectPolicy;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Makes the configuration of a client from its properties, its beans and the customizers.
 *
 * @param connection the bean that gives the URIs in place of the properties; null if the application has no such bean
 * @param bundles finds SSL bundles; null if the application has none
 * @param usesNetwork whether the clients connect over a network; otherwise they need no certificates
 */
record ClientConfigurations(
        SlipstreamProperties properties,
        BeansOfClient beans,
        @Nullable ClientConnectionDetails connection,
        @Nullable SslBundles bundles,
        boolean usesNetwork,
        List<ClientCustomizer> customizers) {

    /** Matches an error message of {@link Configuration.Builder#build}: the name of the option, a colon, and a text. */
    private static final Pattern OPTION = Pattern.compile("([a-zA-Z]+): (.*)", Pattern.DOTALL);

    /** The options that are also properties. A customizer may set further options. */
    private static final Set<String> OPTIONS = Arrays.stream(ClientProperties.class.getRecordComponents())
            .map(RecordComponent::getName)
            .collect(Collectors.toUnmodifiableSet());

    private static final Pattern CAPITAL = Pattern.compile("([A-Z])");

    /**
     * Makes the configuration of this client.
     *
     * @throws ClientSettingsException if a property or a bean is not accepted
     */
    Configuration of(String client) {
        ClientProperties given = properties.client(client);
        String uri = connection == null ? given.uri() : connection.uri(client);
        if (uri == null || uri.isBlank()) {
            throw new ClientSettingsException(
                    "The property " + property(client, "uri") + " is missing.",
                    "Set it to the URI of the server's socket, such as wss://example.org/socket/websocket.");
        }
        Configuration.Builder builder = accepted(client, () -> apply(given, Configuration.builder(uri)));
        if (given.sslBundle() != null && usesNetwork) {
            builder.tls(bundle(client, given.sslBundle()).createSslContext());
        }
        beans.find(Credentials.Supplier.class, client).ifPresent(builder::credentialsSupplier);
        beans.find(ReconnectPolicy.class, client).ifPresent(builder::reconnectPolicy);
        Optional<String> before = refusal(builder).map(Throwable::getMessage);
        // Exceptions of customizers are not converted: Spring shows them whole, because the properties are not the
        // cause.
        customizers.forEach(customizer -> customizer.configuration(client, builder));
        Optional<IllegalArgumentException> refusal = refusal(builder);
        if (refusal.isPresent() && !refusal.map(Throwable::getMessage).equals(before)) {
            throw wrongCustomizer(client, refusal.get());
        }
        return accepted(client, builder::build);
    }

    /** The exception that says why these options are not accepted; empty if they are accepted. */
    private static Optional<IllegalArgumentException> refusal(Configuration.Builder builder) {
        try {
            Configuration unused = builder.build();
            return Optional.empty();
        } catch (IllegalArgumentException refused) {
            return Optional.of(refused);
        }
    }

    private ClientSettingsException wrongCustomizer(String client, IllegalArgumentException refused) {
        return new ClientSettingsException(
                "A ClientCustomizer sets a wrong option of the Slipstream client " + client + ": "
                        + refused.getMessage() + ".",
                "Correct the method configuration of the ClientCustomizer. The customizers of the application are "
                        + customizers.stream()
                                .map(customizer -> customizer.getClass().getName())
                                .toList()
                        + ".",
                refused);
    }

    private static <T> T accepted(String client, Supplier<T> step) {
        try {
            return step.get();
        } catch (IllegalArgumentException refused) {
            throw wrong(client, refused);
        }
    }

    private static Configuration.Builder apply(ClientProperties given, Configuration.Builder builder) {
        given.params().forEach(builder::param);
        apply(given.connectTimeout(), builder::connectTimeout);
        apply(given.joinTimeout(), builder::joinTimeout);
        apply(given.leaveTimeout(), builder::leaveTimeout);
        apply(given.requestTimeout(), builder::requestTimeout);
        apply(given.closeTimeout(), builder::closeTimeout);
        apply(given.credentialsTimeout(), builder::credentialsTimeout);
        apply(given.heartbeatInterval(), builder::heartbeatInterval);
        apply(given.heartbeatTimeout(), builder::heartbeatTimeout);
        if (given.compression()) {
            builder.compression(Compression.standard());
        }
        if (given.allowCleartextCredentials()) {
            builder.allowCleartextCredentials();
        }
        return builder;
    }

    private static void apply(@Nullable Duration value, Consumer<Duration> option) {
        if (value != null) {
            option.accept(value);
        }
    }

    private SslBundle bundle(String client, String name) {
        try {
            if (bundles != null) {
                return bundles.getBundle(name);
            }
        } catch (NoSuchSslBundleException unknown) {
            // the exception below reports this
        }
        throw new ClientSettingsException(
                "The property " + property(client, "ssl-bundle") + " names an SSL bundle that does not exist: " + name
                        + ".",
                "Configure the bundle below spring.ssl.bundle, or correct the name.");
    }

    /** Messages of the builder begin with the option, such as {@code joinTimeout}, and quote no secret. */
    private static ClientSettingsException wrong(String client, IllegalArgumentException refused) {
        String message = Objects.requireNonNullElse(refused.getMessage(), "a value is not accepted");
        Matcher option = OPTION.matcher(message);
        if (!option.matches() || !OPTIONS.contains(option.group(1))) {
            return new ClientSettingsException(
                    "The Slipstream client " + client + " cannot be configured: " + message,
                    "Correct the properties " + property(client, "*") + ", or the beans of this client.",
                    refused);
        }
        String property = CAPITAL.matcher(option.group(1)).replaceAll("-$1").toLowerCase(Locale.ROOT);
        String[] parts = option.group(2).split("; accepted: ", 2);
        return new ClientSettingsException(
                "The property " + property(client, property) + " is wrong: " + parts[0] + ".",
                parts.length == 1 ? "Correct the value." : "Set an accepted value: " + parts[1] + ".",
                refused);
    }

    private static String property(String client, String name) {
        return SlipstreamProperties.CLIENTS + "." + client + "." + name;
    }
}
