package dev.slipstream.testkit.phoenix;

import java.util.List;
import java.util.Optional;

/**
 * The configuration of a Phoenix server: its release, its web server and its sockets.
 *
 * @param races the order of events that race on a real server
 * @param seed the seed of the random choices under {@link Races#SEEDED}
 * @param presenceFetch adds members to presences
 */
public record Endpoint(
        PhoenixVersion version,
        WebServer webServer,
        Races races,
        long seed,
        List<UserSocket> sockets,
        PresenceFetch presenceFetch) {

    private static final String SUFFIX = "/websocket";

    public Endpoint {
        sockets = List.copyOf(sockets);
        if (sockets.stream().map(UserSocket::path).distinct().count() < sockets.size()) {
            throw new IllegalArgumentException("two sockets have the path "
                    + sockets.stream().map(UserSocket::path).toList());
        }
    }

    /** Returns an endpoint with these sockets on Phoenix 1.8.12 and Bandit. */
    public static Endpoint of(UserSocket... sockets) {
        return new Endpoint(
                PhoenixVersion.of("1.8.12"),
                WebServer.BANDIT,
                Races.FRAMES_FIRST,
                0,
                List.of(sockets),
                (topic, presences) -> presences);
    }

    /** Changes the release of Phoenix. */
    public Endpoint withVersion(String phoenix) {
        return new Endpoint(PhoenixVersion.of(phoenix), webServer, races, seed, sockets, presenceFetch);
    }

    /** Changes the web server. */
    public Endpoint withWebServer(WebServer server) {
        return new Endpoint(version, server, races, seed, sockets, presenceFetch);
    }

    /** Changes the order of races. */
    public Endpoint withRaces(Races order) {
        return new Endpoint(version, webServer, order, seed, sockets, presenceFetch);
    }

    /** Changes the order of races to a random order, which this seed determines. */
    public Endpoint withSeed(long choices) {
        return new Endpoint(version, webServer, Races.SEEDED, choices, sockets, presenceFetch);
    }

    /** Changes the function that adds members to presences. The default adds none. */
    public Endpoint withPresenceFetch(PresenceFetch fetch) {
        return new Endpoint(version, webServer, races, seed, sockets, fetch);
    }

    /** The socket at this request target, or empty. The path may end in a slash. */
    public Optional<UserSocket> socketFor(String target) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return sockets.stream()
                .filter(socket -> bare.equals(socket.path() + SUFFIX))
                .findFirst();
    }
}
