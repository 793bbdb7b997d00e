package dev.slipstream.testkit.phoenix;

import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A socket that is mounted at a path of the server: its channels, and the rule for connecting.
 *
 * @param path the mount path; clients connect to it with {@code /websocket} appended
 * @param routes asked in this order
 * @param connect who may connect
 * @param idleTimeout how long a client may send nothing, not even a ping
 * @param maxChannels how many channels one connection may have joined
 * @param authToken whether it takes a token out of the offered subprotocols, as Phoenix does since 1.8.0
 * @param drained whether a stop of the server closes its connections with 1012
 * @param format what it reads and writes instead of V2, for clients that name its {@code vsn}
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

    /** Decides about a handshake. */
    @FunctionalInterface
    public interface Connect {

        /** Answers it; called at each one that names this socket and a known {@code vsn}. */
        ConnectResult connect(ConnectRequest request);
    }

    /**
     * Which channel a topic gets.
     *
     * @param pattern a topic, or the beginning of topics and a star
     * @param channel makes one for each join
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
            throw new IllegalArgumentException("a mount path is like /socket, not " + path);
        }
        if (idleTimeout.isNegative() || idleTimeout.isZero()) {
            throw new IllegalArgumentException("an idle timeout is positive, not " + idleTimeout);
        }
        if (maxChannels < 1) {
            throw new IllegalArgumentException("a connection has at least one channel, not " + maxChannels);
        }
        routes = List.copyOf(routes);
    }

    /** Returns a socket at this path that has no channels yet and accepts everyone, the rest as Phoenix's defaults. */
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
     * @param pattern a topic such as {@code rooms:lobby}, or all that begin alike, {@code rooms:*}
     * @param channel makes one for each join
     */
    public UserSocket channel(String pattern, Supplier<? extends PhoenixChannel> channel) {
        List<Route> more = new ArrayList<>(routes);
        more.add(new Route(pattern, channel));
        return new UserSocket(path, more, connect, idleTimeout, maxChannels, authToken, drained, format);
    }

    /** Decides who may connect. */
    public UserSocket withConnect(Connect decision) {
        return new UserSocket(path, routes, decision, idleTimeout, maxChannels, authToken, drained, format);
    }

    /** Sets how long a client may send nothing. */
    public UserSocket withIdleTimeout(Duration timeout) {
        return new UserSocket(path, routes, connect, timeout, maxChannels, authToken, drained, format);
    }

    /** Sets how many channels one connection may have joined; servers before 1.7.24 and 1.8.9 know no limit. */
    public UserSocket withMaxChannels(int count) {
        return new UserSocket(path, routes, connect, idleTimeout, count, authToken, drained, format);
    }

    /** Takes tokens out of the offered subprotocols: {@link ConnectRequest#authToken}. */
    public UserSocket withAuthToken() {
        return new UserSocket(path, routes, connect, idleTimeout, maxChannels, true, drained, format);
    }

    /** Closes its connections like those without a channel when the server stops. */
    public UserSocket withoutDrain() {
        return new UserSocket(path, routes, connect, idleTimeout, maxChannels, authToken, false, format);
    }

    /**
     * Reads and writes every frame in this format, a client's as well as its own: for serializers that are not Phoenix's.
     * It must do both alike, as one in which all frames are binary does.
     */
    public UserSocket withFormat(Serializer own) {
        return new UserSocket(path, routes, connect, idleTimeout, maxChannels, authToken, drained, Optional.of(own));
    }

    /** Decodes and encodes the frames of this socket. */
    public Framing framing() {
        return format.map(Framing::ofItsOwn).orElseGet(() -> new Framing(JacksonSerializer.standard()));
    }

    Optional<PhoenixChannel> channelFor(String topic) {
        return routes.stream()
                .filter(route -> route.matches(topic))
                .findFirst()
                .map(route -> route.channel().get());
    }
}
