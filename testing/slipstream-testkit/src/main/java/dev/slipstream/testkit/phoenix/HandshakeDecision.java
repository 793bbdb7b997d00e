package dev.slipstream.testkit.phoenix;

import dev.slipstream.testkit.phoenix.ConnectResult.Refused;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Decides on handshakes: checks the path, the protocol version and the auth token, then calls the socket's code. */
final class HandshakeDecision {

    /** The decision on a handshake. */
    sealed interface Decision {

        /** The connection is accepted. */
        record Accepted(UserSocket socket, ConnectRequest request, Optional<String> id, Optional<String> subprotocol)
                implements Decision {}

        /** The connection is refused. */
        record Rejected(Refused answer) implements Decision {}
    }

    private static final String PROTOCOLS = "sec-websocket-protocol";
    private static final String TOKEN_PREFIX = "base64url.bearer.phx.";

    /** The values of {@code vsn} for which Phoenix uses its serializer V2: 2.0.x without a pre-release. */
    private static final Pattern V2 = Pattern.compile("2\\.0\\.(0|[1-9]\\d*)");

    private final Endpoint endpoint;

    HandshakeDecision(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /**
     * Decides on one handshake. If the socket's code throws, the answer is 500 as in Phoenix.
     *
     * @param thrown receives the exception of the socket's code
     */
    Decision decide(PhoenixInput.Connect connect, Consumer<Throwable> thrown) {
        int mark = connect.target().indexOf('?');
        Optional<UserSocket> mount = endpoint.socketFor(connect.target());
        if (mount.isEmpty()) {
            return new Decision.Rejected(new Refused(404, Map.of(), "not found"));
        }
        UserSocket socket = mount.get();
        Map<String, Object> params;
        try {
            params = Query.parse(mark < 0 ? "" : connect.target().substring(mark + 1));
        } catch (CharacterCodingException e) {
            return refuse(400, Optional.empty());
        }
        Offer offer;
        try {
            offer = Offer.of(
                    connect.headers(), socket.authToken() && endpoint.version().knowsAuthTokens());
        } catch (IllegalArgumentException e) {
            return refuse(500, Optional.empty()); // Phoenix raises if a token is not Base64
        }
        if (!(params.get("vsn") instanceof String vsn && speaks(socket, vsn))) {
            return refuse(403, offer.answer());
        }
        return ask(
                socket, new ConnectRequest(connect.target(), params, connect.headers(), offer.token()), offer, thrown);
    }

    /** The auth token among the offered subprotocols. */
    static Optional<String> tokenOf(Map<String, List<String>> headers) {
        return Offer.of(headers, true).token();
    }

    private static boolean speaks(UserSocket socket, String vsn) {
        return socket.format()
                .map(format -> format.vsn().equals(vsn))
                .orElseGet(() -> V2.matcher(vsn).matches());
    }

    private static Decision ask(UserSocket socket, ConnectRequest request, Offer offer, Consumer<Throwable> thrown) {
        ConnectResult result;
        try {
            result = socket.connect().connect(request);
        } catch (RuntimeException | Error e) {
            thrown.accept(e);
            return refuse(500, Optional.empty());
        }
        return switch (result) {
            case ConnectResult.Accepted(Optional<String> id) ->
                new Decision.Accepted(socket, request, id, offer.answer());
            case Refused(int status, Map<String, List<String>> headers, String body) -> {
                Map<String, List<String>> lines = new LinkedHashMap<>(headers);
                offer.answer().ifPresent(protocol -> lines.put(PROTOCOLS, List.of(protocol)));
                yield new Decision.Rejected(new Refused(status, lines, body));
            }
        };
    }

    private static Decision refuse(int status, Optional<String> subprotocol) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        subprotocol.ifPresent(protocol -> headers.put(PROTOCOLS, List.of(protocol)));
        return new Decision.Rejected(new Refused(status, headers, ""));
    }

    /**
     * The client's auth token, and the subprotocol that the server chooses. Phoenix ignores the token and chooses no
     * subprotocol if the socket does not accept tokens.
     */
    private record Offer(Optional<String> token, Optional<String> answer) {

        static Offer of(Map<String, List<String>> headers, boolean takesToken) {
            if (!takesToken) {
                return new Offer(Optional.empty(), Optional.empty());
            }
            List<String> offered = new ArrayList<>();
            headers.getOrDefault(PROTOCOLS, List.of())
                    .forEach(line ->
                            Arrays.stream(line.split(",")).map(String::strip).forEach(offered::add));
            List<String> tokens = offered.stream()
                    .filter(name -> name.startsWith(TOKEN_PREFIX))
                    .toList();
            return new Offer(
                    tokens.size() == 1 ? Optional.of(decode(tokens.get(0))) : Optional.empty(),
                    offered.contains("phoenix") ? Optional.of("phoenix") : Optional.empty());
        }

        /**
         * Decodes standard Base64, padded or not. Phoenix does so, too, although the prefix of the subprotocol, {@code
         * base64url.bearer.phx.}, says base64url.
         */
        private static String decode(String entry) {
            byte[] token = Base64.getDecoder().decode(entry.substring(TOKEN_PREFIX.length()));
            return new String(token, StandardCharsets.UTF_8);
        }
    }
}
