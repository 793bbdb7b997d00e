package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A socket mounted at a path of the server, with its channels and its decision on handshakes.
 *
 * @param path the mount path; clients connect to this path plus {@code /websocket}
 * @param routes the channels, tried in this order
 * @param connect decides on handshakes
 * @param idleTimeout how long a client may send nothing, not even a ping
 * @param maxChannels how many joined channels one connection may have at a time
 * @param authToken whether the socket accepts a token in the offered subprotocols, as Phoenix does since 1.8.0
 * @param drained whether a server that stops sends the close code 1012 to connections that have a joined channel
 * @param format the serializer of this socket, whose {@code vsn} clients must request; if empty, Phoenix's V2
 */
public record UserSocket(
        String path,
        List<Route> routes,
        Connect connect,
        Duration idleTimeout,
        int maxChannels,
        boolean authToken,
        boolean drained,
        Optional<Serializer> format) {

    /** Decides on handshakes. */
    @FunctionalInterface
    public interface Connect {

        /** Answers a handshake that names this socket and a supported {@code vsn}. */
        ConnectResult connect(ConnectRequest request);
    }

    /**
     * The channel of the topics that match a pattern.
     *
     * @param pattern a topic, or a topic prefix followed by a star
     * @param channel makes a new channel for each join
     */
    public record Route(String pattern, Supplier<? extends PhoenixChannel> channel) {

        public Route {
            int star = pattern.indexOf('*');
            if (star >= 0 && star != pattern.length() - 1) {
                throw new IllegalArgumentException("the topic pattern " + pattern
                        + " is not accepted; accepted: one star, at the end, as in rooms:*");
            }
        }

        boolean matches(String topic) {
            return pattern.endsWith("*")
                    ? topic.startsWith(pattern.substring(0, pattern.length() - 1))
                    : topic.equals(pattern);
        }
    }

    public UserSocket {
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw new IllegalArgumentException("a mount path must look like /socket, not " + path);
        }
        if (idleTimeout.isNegative() || idleTimeout.isZero()) {
            throw new IllegalArgumentException("an idle timeout must be positive, not " + idleTimeout);
        }
        if (maxChannels < 1) {
            throw new IllegalArgumentException("maxChannels must be at least 1, not " + maxChannels);
        }
        routes = List.copyOf(routes);
    }

    /**
     * Returns a socket at this path without channels. It accepts all connections and otherwise has Phoenix's defaults.
     */
    public static UserSocket at(String path) {
        return new UserSocket(
                path,
                List.of(),
                request -> ConnectResult.ok(),
                Duration.ofSeconds(60),
                100,
                false,
                true,
                Optional.empty());
    }

    /**
     * Adds a channel.
     *
     * @param pattern a topic such as {@code rooms:lobby}, or a topic prefix and a star such as {@code rooms:*}
     * @param channel makes a new channel for each join
     */
    public UserSocket channel(String pattern, Supplier<? extends PhoenixChannel> channel) {
        List<Route> more = new ArrayList<>(routes);
        more.add(new Route(pattern, channel));
        return new UserSocket(path, more, connect, idleTimeout, maxChannels, authToken, drained, format);
    }

    /** Changes the decision on handshakes. */
    public UserSocket withConnect(Connect decision) {
        return new UserSocket(path, routes, decision, idleTimeout, maxChannels, authToken, drained, format);
    }

    /** Changes how long a client may send nothing. */
    public UserSocket withIdleTimeout(Duration timeout) {
        return new UserSocket(path, routes, connect, timeout, maxChannels, authToken, drained, format);
    }

    /**
     * Changes how many joined channels one connection may have at a time. The releases of Phoenix before 1.7.24, and
     * those from 1.8.0 to 1.8.8, have no limit.
     */
    public UserSocket withMaxChannels(int count) {
        return new UserSocket(path, routes, connect, idleTimeout, count, authToken, drained, format);
    }

    /** Accepts auth tokens in the offered subprotocols; see {@link ConnectRequest#authToken}. */
    public UserSocket withAuthToken() {
        return new UserSocket(path, routes, connect, idleTimeout, maxChannels, true, drained, format);
    }

    /** Does not drain: when the server stops, connections with a joined channel close like all others. */
    public UserSocket withoutDrain() {
        return new UserSocket(path, routes, connect, idleTimeout, maxChannels, authToken, false, format);
    }

    /**
     * Uses this serializer instead of Phoenix's for every frame, in both directions. The serializer must decode the
     * frames that it encodes.
     */
    public UserSocket withFormat(Serializer own) {
        return new UserSocket(path, routes, connect, idleTimeout, maxChannels, authToken, drained, Optional.of(own));
    }

    /** Decodes and encodes the frames of this socket. */
    public Framing framing() {
        return format.map(Framing::symmetric).orElseGet(() -> new Framing(JacksonSerializer.standard()));
    }

    Optional<PhoenixChannel> channelFor(String topic) {
        return routes.stream()
                .filter(route -> route.matches(topic))
                .findFirst()
                .map(route -> route.channel().get());
    }
}
