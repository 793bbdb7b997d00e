package dev.slipstream.spring;

import dev.slipstream.core.Configuration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of one client, {@code slipstream.clients.<name>}. A property that is not set has the default of
 * {@link Configuration}.
 *
 * @param uri the URI of the server's socket, such as {@code wss://example.org/socket/websocket}; required,
 *     unless a {@link ClientConnectionDetails} bean gives it
 * @param params query params of each attempt to connect. For secrets that change, define a bean of the
 *     type {@link dev.slipstream.core.Credentials.Supplier} instead
 * @param autoStartup whether the client is started with the context; the default is {@code slipstream.auto-startup}
 * @param topics the topics that the client joins at its start, in this order; only for a {@code ChannelSocket}
 * @param connectTimeout see {@link Configuration#connectTimeout()}
 * @param joinTimeout see {@link Configuration#joinTimeout()}
 * @param leaveTimeout see {@link Configuration#leaveTimeout()}
 * @param requestTimeout see {@link Configuration#requestTimeout()}
 * @param closeTimeout see {@link Configuration#closeTimeout()}
 * @param credentialsTimeout see {@link Configuration#credentialsTimeout()}
 * @param heartbeatInterval see {@link Configuration#heartbeatInterval()}
 * @param heartbeatTimeout see {@link Configuration#heartbeatTimeout()}
 * @param sslBundle the name of the SSL bundle with the certificates for {@code wss}
 * @param compression whether the client offers {@link dev.slipstream.core.Compression#standard()}. Needs
 *     slipstream-transport-netty. To set further options, use a {@link ClientCustomizer}
 * @param allowCleartextCredentials see {@link Configuration.Builder#allowCleartextCredentials()}
 */
public record ClientProperties(
        @Nullable String uri,
        @DefaultValue Map<String, String> params,
        @Nullable Boolean autoStartup,
        @DefaultValue List<String> topics,
        @Nullable Duration connectTimeout,
        @Nullable Duration joinTimeout,
        @Nullable Duration leaveTimeout,
        @Nullable Duration requestTimeout,
        @Nullable Duration closeTimeout,
        @Nullable Duration credentialsTimeout,
        @Nullable Duration heartbeatInterval,
        @Nullable Duration heartbeatTimeout,
        @Nullable String sslBundle,
        @DefaultValue("false") boolean compression,
        @DefaultValue("false") boolean allowCleartextCredentials) {

    public ClientProperties {
        params = Map.copyOf(params);
        topics = List.copyOf(topics);
    }

    /** Prints only the topics, because the URI and the params may hold secrets. */
    @Override
    public String toString() {
        return "ClientProperties[topics=" + topics + "]";
    }
}
