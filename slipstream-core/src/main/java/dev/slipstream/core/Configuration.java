// This file has more than 300 lines, because the methods of each option document its bounds.
package dev.slipstream.core;

import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The options of a client: the URI of the server, the credentials, and all timeouts and bounds.
 *
 * <p>{@link Builder#build} checks the options. Each error names the option, the value and the accepted values, and
 * quotes no secret. A null argument throws at once. Every duration is at most {@link DurationLimits#LONGEST}.
 * A configuration is immutable; {@link #toBuilder()} makes a changed copy.
 *
 * <pre>{@code
 * Configuration.builder("wss://example.org/socket/websocket").authToken(token).build()
 * }</pre>
 */
public final class Configuration {

    /** The default of {@link #joinTimeout()}: 10 s. A client that has no configuration yet uses this value, too. */
    public static final Duration DEFAULT_JOIN_TIMEOUT = Duration.ofSeconds(10);

    /** The default of {@link #requestTimeout()}: 10 s. A client that has no configuration yet uses this value, too. */
    public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private final ConfigurationOptions options;
    private final ServerUri server;

    private Configuration(ConfigurationOptions checked, ServerUri server) {
        this.options = checked;
        this.server = server;
    }

    /** Returns the configuration for this URI, with the default of every other option. */
    public static Configuration of(String uri) {
        return builder(uri).build();
    }

    /** Like {@link #of(String)}. */
    public static Configuration of(URI uri) {
        return builder(uri).build();
    }

    /**
     * Begins a configuration.
     *
     * @param uri the URI of the socket, with the scheme {@code ws} or {@code wss}. Its path is the path at which the
     *     server mounts the socket, followed by {@code /websocket}. The client keeps the path and the query as they
     *     are, and appends params and {@code vsn} to the query. An international host becomes punycode. A host with an
     *     underscore needs {@code ws} and a transport that accepts underscores
     */
    public static Builder builder(String uri) {
        return new Builder(new ConfigurationOptions(Objects.requireNonNull(uri, "uri")));
    }

    /** Like {@link #builder(String)}. */
    public static Builder builder(URI uri) {
        return builder(Objects.requireNonNull(uri, "uri").toString());
    }

    /** Returns a builder that holds these options. */
    public Builder toBuilder() {
        return new Builder(options.copy());
    }

    /** The URI as given. Its query may hold secrets. Its {@code getHost()} may return null: use {@link #host()}. */
    public URI uri() {
        return server.uri();
    }

    /** The host to connect to: a name (an international name as punycode) or an address (IPv6 in brackets). */
    public String host() {
        return server.host();
    }

    /** The port to connect to: the port of the URI, or by default 80 for {@code ws} and 443 for {@code wss}. */
    public int port() {
        return server.port();
    }

    /** Whether the query of the URI has a {@code vsn}. If so, the client appends no {@code vsn}. */
    public boolean hasVersion() {
        return !server.versions().isEmpty();
    }

    /** Whether each {@code vsn} in the URI, {@link #credentials()} and the attempt's credentials is this version. */
    public boolean allowsVersion(String vsn, Credentials attempt) {
        return ConfigurationChecks.asksForNoOtherVersion(vsn, server, options.credentials, attempt);
    }

    /** The credentials that the client sends at every attempt to connect. */
    public Credentials credentials() {
        return options.credentials;
    }

    /**
     * Whether the client may send these credentials. Sending is allowed if the credentials are empty, if the connection
     * is encrypted, if the server is on this machine, or if {@link Builder#allowCleartextCredentials} was called.
     */
    public boolean allowsShowing(Credentials credentials) {
        return options.cleartextCredentials || !ConfigurationChecks.isExposed(server, credentials);
    }

    /** Whether these credentials and {@link #credentials()} may pass through a proxy on another machine. */
    public boolean allowsProxyElsewhere(Credentials credentials) {
        return options.cleartextCredentials
                || !(ConfigurationChecks.isClear(server, credentials)
                        || ConfigurationChecks.isClear(server, options.credentials));
    }

    /** The supplier that the client asks for further credentials at each attempt to connect. */
    public Credentials.Supplier credentialsSupplier() {
        return options.supplier;
    }

    /** How long the supplier of credentials may take. 10 s by default. */
    public Duration credentialsTimeout() {
        return options.credentialsTimeout;
    }

    /** How long DNS, TCP, TLS and upgrade may take together. 10 s by default. */
    public Duration connectTimeout() {
        return options.connectTimeout;
    }

    /**
     * How long the client waits for the answer to the first join of a topic. 10 s by default. The wait doubles after
     * each timeout, up to 60 s. After a successful join, the next wait has this length again.
     */
    public Duration joinTimeout() {
        return options.joinTimeout;
    }

    /**
     * How long the client waits for the answer to a leave. After this time, it treats the topic as left. 10 s by
     * default.
     */
    public Duration leaveTimeout() {
        return options.leaveTimeout;
    }

    /** How long a request waits for its reply if the call gives no timeout. 10 s by default. */
    public Duration requestTimeout() {
        return options.requestTimeout;
    }

    /**
     * How long the server may take to answer the client's close frame. After this time, the client closes the TCP
     * connection. 5 s by default.
     */
    public Duration closeTimeout() {
        return options.closeTimeout;
    }

    /**
     * The interval of heartbeats; 0 disables heartbeats. 30 s by default, because Phoenix closes a connection after
     * 60 s of silence.
     */
    public Duration heartbeatInterval() {
        return options.heartbeatInterval;
    }

    /**
     * How long the client waits for the reply to a heartbeat. 10 s by default.
     *
     * <p>The server runs the joins that were sent before a heartbeat, and only then answers the heartbeat. Therefore,
     * when such a join is answered or times out, the wait begins again, even if the topic was left. A join that is sent
     * after the heartbeat does not extend the wait.
     *
     * <p>The client detects a dead connection within {@link #heartbeatInterval()} plus this timeout. An unanswered join
     * can delay the detection: this timeout then begins when the join times out. A join that was sent before an
     * answered heartbeat causes no delay, because the server has already run the join.
     */
    public Duration heartbeatTimeout() {
        return options.heartbeatTimeout;
    }

    /** The backoff between attempts to connect. {@link Backoff#standard()} by default. */
    public Backoff reconnectBackoff() {
        return options.reconnectBackoff;
    }

    /**
     * The backoff between attempts to connect if {@link #reconnectPolicy()} decides
     * {@link ReconnectPolicy.Decision#SLOW_BACKOFF}. The attempt number that this backoff receives is the number of
     * times in a row that the policy made this decision. {@link Backoff#slow()} by default.
     */
    public Backoff slowReconnectBackoff() {
        return options.slowReconnectBackoff;
    }

    /** The backoff between attempts to join a topic. {@link Backoff#standard()} by default. */
    public Backoff rejoinBackoff() {
        return options.rejoinBackoff;
    }

    /**
     * Decides whether the client connects or joins again after a failure, and how urgently it connects.
     * {@link ReconnectPolicy#standard()} by default.
     */
    public ReconnectPolicy reconnectPolicy() {
        return options.reconnectPolicy;
    }

    /** How long a connection or a join must last before the client forgets its earlier failures. 10 s by default. */
    public Duration stablePeriod() {
        return options.stablePeriod;
    }

    /**
     * The longest delay that the client accepts from a {@code Retry-After} header (RFC 9110 section 10.2.3). A longer
     * delay is cut to this limit. 5 min by default.
     */
    public Duration retryAfterLimit() {
        return options.retryAfterLimit;
    }

    /**
     * The largest message that the client accepts, in bytes. 8 MiB by default.
     *
     * <p>A value that {@link Payload#as} returns may need far more memory than its message. With Jackson, nested arrays
     * take up to 40 times their size as a {@code List}, and up to 52 times as a {@code JsonNode}. If you decode
     * untrusted payloads to such types, set this limit to 1/55 of the heap that one payload may take. For 10 MiB of
     * heap, set about 180 KiB.
     */
    public int maxMessageBytes() {
        return options.maxMessageBytes;
    }

    /** How many frames may wait to be written to the websocket. 4,096 by default. */
    public int maxOutboundFrames() {
        return options.maxOutboundFrames;
    }

    /** How many bytes may wait to be written to the websocket. 16 MiB by default. */
    public int maxOutboundBytes() {
        return options.maxOutboundBytes;
    }

    /** How many pushes may wait for a reply. 131,072 by default. */
    public int maxPending() {
        return options.maxPending;
    }

    /** The TLS context; the platform's default if empty. Host names are always verified. */
    public Optional<SSLContext> tls() {
        return options.tls;
    }

    /**
     * The proxy selector, if any. The client asks the selector at each attempt. Over {@code ws}, an attempt with
     * params, headers or a token fails with {@link Failure.CredentialsFailed} if the proxy is on another machine.
     * {@link Builder#allowCleartextCredentials} permits such attempts.
     */
    public Optional<ProxySelector> proxy() {
        return options.proxy;
    }

    /**
     * The options of message compression; empty by default, so that the client offers no compression. If the transport
     * does not support compression, {@link Socket#connect} throws, and so does {@code Slipstream.open}.
     */
    public Optional<Compression> compression() {
        return options.compression;
    }

    /** Prints only scheme, host, port and path, because query, params, headers and authentication token are secrets. */
    @Override
    public String toString() {
        return "Configuration[" + endpoint() + "]";
    }

    /** The URI without its query, for messages and log lines: scheme, host, port if given, and path. */
    public String endpoint() {
        return server.endpoint();
    }

    /** Collects the options of a configuration; {@link #build} checks all of them. */
    public static final class Builder {

        private final ConfigurationOptions options;

        private Builder(ConfigurationOptions options) {
            this.options = options;
        }

        /**
         * Adds a parameter to the query. If several parameters have the same name, Phoenix uses the last one. If the
         * name ends in {@code []}, such as {@code rooms[]}, Phoenix collects all values in a list.
         */
        public Builder param(String name, String value) {
            options.credentials = options.credentials.withParam(name, value);
            return this;
        }

        /** Sets a parameter of the query, and removes all earlier parameters of this name. */
        public Builder setParam(String name, String value) {
            options.credentials = options.credentials.withReplacedParam(name, value);
            return this;
        }

        /** Sets a header of the upgrade request, and removes earlier headers of this name, ignoring case. */
        public Builder header(String name, String value) {
            options.credentials = options.credentials.withHeader(name, value);
            return this;
        }

        /** Adds a header line. The client sends several {@code Cookie} headers as one (RFC 6265 section 5.4). */
        public Builder addHeader(String name, String value) {
            options.credentials = options.credentials.withAddedHeader(name, value);
            return this;
        }

        /** Sets the token that Phoenix 1.8 accepts as a subprotocol. Access logs do not show the token. */
        public Builder authToken(String token) {
            options.credentials = options.credentials.withAuthToken(token);
            return this;
        }

        /** Sets {@link Configuration#credentials()} and replaces params, headers and token given before. */
        public Builder credentials(Credentials shown) {
            options.credentials = Objects.requireNonNull(shown, "credentials");
            return this;
        }

        /** Sets {@link Configuration#credentialsSupplier()}. */
        public Builder credentialsSupplier(Credentials.Supplier asked) {
            options.supplier = Objects.requireNonNull(asked, "credentialsSupplier");
            return this;
        }

        /** Sets {@link Configuration#credentialsTimeout()}; the value must be more than 0. */
        public Builder credentialsTimeout(Duration timeout) {
            options.credentialsTimeout = Objects.requireNonNull(timeout, "credentialsTimeout");
            return this;
        }

        /** Sets {@link Configuration#connectTimeout()}; the value must be more than 0. */
        public Builder connectTimeout(Duration timeout) {
            options.connectTimeout = Objects.requireNonNull(timeout, "connectTimeout");
            return this;
        }

        /** Sets {@link Configuration#joinTimeout()}; the value must be more than 0. */
        public Builder joinTimeout(Duration timeout) {
            options.joinTimeout = Objects.requireNonNull(timeout, "joinTimeout");
            return this;
        }

        /** Sets {@link Configuration#leaveTimeout()}; the value must be more than 0. */
        public Builder leaveTimeout(Duration timeout) {
            options.leaveTimeout = Objects.requireNonNull(timeout, "leaveTimeout");
            return this;
        }

        /** Sets {@link Configuration#requestTimeout()}; the value must be more than 0. */
        public Builder requestTimeout(Duration timeout) {
            options.requestTimeout = Objects.requireNonNull(timeout, "requestTimeout");
            return this;
        }

        /** Sets {@link Configuration#closeTimeout()}; the value must be more than 0. */
        public Builder closeTimeout(Duration timeout) {
            options.closeTimeout = Objects.requireNonNull(timeout, "closeTimeout");
            return this;
        }

        /** Sets {@link Configuration#heartbeatInterval()}; the value must be 0 or more. */
        public Builder heartbeatInterval(Duration interval) {
            options.heartbeatInterval = Objects.requireNonNull(interval, "heartbeatInterval");
            return this;
        }

        /** Sets {@link Configuration#heartbeatTimeout()}; the value must be more than 0. */
        public Builder heartbeatTimeout(Duration timeout) {
            options.heartbeatTimeout = Objects.requireNonNull(timeout, "heartbeatTimeout");
            return this;
        }

        /** Sets {@link Configuration#reconnectBackoff()}. */
        public Builder reconnectBackoff(Backoff backoff) {
            options.reconnectBackoff = Objects.requireNonNull(backoff, "reconnectBackoff");
            return this;
        }

        /** Sets {@link Configuration#slowReconnectBackoff()}. */
        public Builder slowReconnectBackoff(Backoff backoff) {
            options.slowReconnectBackoff = Objects.requireNonNull(backoff, "slowReconnectBackoff");
            return this;
        }

        /** Sets {@link Configuration#rejoinBackoff()}. */
        public Builder rejoinBackoff(Backoff backoff) {
            options.rejoinBackoff = Objects.requireNonNull(backoff, "rejoinBackoff");
            return this;
        }

        /** Sets {@link Configuration#reconnectPolicy()}. */
        public Builder reconnectPolicy(ReconnectPolicy policy) {
            options.reconnectPolicy = Objects.requireNonNull(policy, "reconnectPolicy");
            return this;
        }

        /** Sets {@link Configuration#stablePeriod()}; the value must be 0 or more. */
        public Builder stablePeriod(Duration period) {
            options.stablePeriod = Objects.requireNonNull(period, "stablePeriod");
            return this;
        }

        /** Sets {@link Configuration#retryAfterLimit()}; the value must be 0 or more. */
        public Builder retryAfterLimit(Duration limit) {
            options.retryAfterLimit = Objects.requireNonNull(limit, "retryAfterLimit");
            return this;
        }

        /** Sets {@link Configuration#maxMessageBytes()}; the value must be 1 or more. */
        public Builder maxMessageBytes(int bytes) {
            options.maxMessageBytes = bytes;
            return this;
        }

        /** Sets {@link Configuration#maxOutboundFrames()}; the value must be 1 or more. */
        public Builder maxOutboundFrames(int frames) {
            options.maxOutboundFrames = frames;
            return this;
        }

        /** Sets {@link Configuration#maxOutboundBytes()}; the value must be 1 or more. */
        public Builder maxOutboundBytes(int bytes) {
            options.maxOutboundBytes = bytes;
            return this;
        }

        /** Sets {@link Configuration#maxPending()}; the value must be 1 or more. */
        public Builder maxPending(int pushes) {
            options.maxPending = pushes;
            return this;
        }

        /** Sets {@link Configuration#tls()}. */
        public Builder tls(SSLContext context) {
            options.tls = Optional.of(Objects.requireNonNull(context, "tls"));
            return this;
        }

        /** Sets {@link Configuration#proxy()}. */
        public Builder proxy(ProxySelector proxies) {
            options.proxy = Optional.of(Objects.requireNonNull(proxies, "proxy"));
            return this;
        }

        /** Sets {@link Configuration#compression()}: the client offers compression at each attempt to connect. */
        public Builder compression(Compression chosen) {
            options.compression = Optional.of(Objects.requireNonNull(chosen, "compression"));
            return this;
        }

        /**
         * Allows params, headers and tokens to travel unencrypted: over {@code ws} to another host, or through a
         * proxy on another machine.
         */
        public Builder allowCleartextCredentials() {
            options.cleartextCredentials = true;
            return this;
        }

        /**
         * Checks the options.
         *
         * @throws IllegalArgumentException if an option is not accepted; the message names the first such option
         */
        public Configuration build() {
            ServerUri parsed = ServerUri.parse(options.uri);
            ConfigurationChecks.cleartext(parsed, options.credentials, options.cleartextCredentials);
            options.credentials.authToken().ifPresent(ConfigurationChecks::authToken);
            Configuration built = new Configuration(options.copy(), parsed);
            ConfigurationChecks.ranges(built);
            return built;
        }
    }
}
