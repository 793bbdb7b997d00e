package dev.slipstream.core;

import java.net.ProxySelector;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;

/**
 * The values of all options of a {@link Configuration}, each with its default. A builder changes its own copy of this
 * object. The copy in a configuration never changes.
 */
final class ConfigurationOptions {

    final String uri;
    Credentials credentials = Credentials.none();
    Credentials.Supplier supplier = attempt -> CompletableFuture.completedFuture(Credentials.none());
    Duration credentialsTimeout = Duration.ofSeconds(10);
    Duration connectTimeout = Duration.ofSeconds(10);
    Duration joinTimeout = Configuration.DEFAULT_JOIN_TIMEOUT;
    Duration leaveTimeout = Duration.ofSeconds(10);
    Duration requestTimeout = Configuration.DEFAULT_REQUEST_TIMEOUT;
    Duration closeTimeout = Duration.ofSeconds(5);
    Duration heartbeatInterval = Duration.ofSeconds(30);
    Duration heartbeatTimeout = Duration.ofSeconds(10);
    Backoff reconnectBackoff = Backoff.standard();
    Backoff slowReconnectBackoff = Backoff.slow();
    Backoff rejoinBackoff = Backoff.standard();
    ReconnectPolicy reconnectPolicy = ReconnectPolicy.standard();
    Duration stablePeriod = Duration.ofSeconds(10);
    Duration retryAfterLimit = Duration.ofMinutes(5);
    int maxMessageBytes = 8 << 20;
    int maxOutboundFrames = 4096;
    int maxOutboundBytes = 16 << 20;
    int maxPending = 131_072;
    Optional<SSLContext> tls = Optional.empty();
    Optional<ProxySelector> proxy = Optional.empty();
    Optional<Compression> compression = Optional.empty();
    boolean cleartextCredentials;

    ConfigurationOptions(String uri) {
        this.uri = uri;
    }

    ConfigurationOptions copy() {
        ConfigurationOptions copy = new ConfigurationOptions(uri);
        copy.credentials = credentials;
        copy.supplier = supplier;
        copy.credentialsTimeout = credentialsTimeout;
        copy.connectTimeout = connectTimeout;
        copy.joinTimeout = joinTimeout;
        copy.leaveTimeout = leaveTimeout;
        copy.requestTimeout = requestTimeout;
        copy.closeTimeout = closeTimeout;
        copy.heartbeatInterval = heartbeatInterval;
        copy.heartbeatTimeout = heartbeatTimeout;
        copy.reconnectBackoff = reconnectBackoff;
        copy.slowReconnectBackoff = slowReconnectBackoff;
        copy.rejoinBackoff = rejoinBackoff;
        copy.reconnectPolicy = reconnectPolicy;
        copy.stablePeriod = stablePeriod;
        copy.retryAfterLimit = retryAfterLimit;
        copy.maxMessageBytes = maxMessageBytes;
        copy.maxOutboundFrames = maxOutboundFrames;
        copy.maxOutboundBytes = maxOutboundBytes;
        copy.maxPending = maxPending;
        copy.tls = tls;
        copy.proxy = proxy;
        copy.compression = compression;
        copy.cleartextCredentials = cleartextCredentials;
        return copy;
    }
}
