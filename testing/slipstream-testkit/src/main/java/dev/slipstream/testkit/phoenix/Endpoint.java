package dev.slipstream.testkit.phoenix;

import java.util.List;
import java.util.Optional;

/**
 * What a Phoenix server is: its release, what it runs on, and its sockets.
 *
 * @param races who wins where a real server races
 * @param seed of the choices under {@link Races#SEEDED}
 */
public record Endpoint(PhoenixVersion version, WebServer webServer, Races races, long seed, List<UserSocket> sockets) {

    private static final String SUFFIX = "/websocket";

    public Endpoint {
        sockets = List.copyOf(sockets);
        if (sockets.stream().map(UserSocket::path).distinct().count() < sockets.size()) {
            throw new IllegalArgumentException("two sockets at one path: "
                    + sockets.stream().map(UserSocket::path).toList());
        }
    }

    /** Returns an endpoint with these sockets on Phoenix 1.8.12 and Bandit. */
    public static Endpoint of(UserSocket... sockets) {
        return new Endpoint(PhoenixVersion.of("1.8.12"), WebServer.BANDIT, Races.FRAMES_FIRST, 0, List.of(sockets));
    }

    /** Becomes another release of Phoenix. */
    public Endpoint withVersion(String phoenix) {
        return new Endpoint(PhoenixVersion.of(phoenix), webServer, races, seed, sockets);
    }

    /** Runs on this server. */
    public Endpoint withWebServer(WebServer server) {
        return new Endpoint(version, server, races, seed, sockets);
    }

    /** Decides races in this way. */
    public Endpoint withRaces(Races order) {
        return new Endpoint(version, webServer, order, seed, sockets);
    }

    /** Decides races by a seed. */
    public Endpoint withSeed(long choices) {
        return new Endpoint(version, webServer, Races.SEEDED, choices, sockets);
    }

    /** The socket at this request target, whose path may end in a slash; empty if there is none. */
    public Optional<UserSocket> socketFor(String target) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return sockets.stream()
                .filter(socket -> bare.equals(socket.path() + SUFFIX))
                .findFirst();
    }
}
