package dev.slipstream.testkit.phoenix;

import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A handshake, as the code of a Phoenix app receives it.
 *
 * @param target the path and query, not decoded
 * @param params the query parameters; a value is a string, a map for {@code a[b]=}, or a list for {@code a[]=}
 * @param headers names in lower case
 * @param authToken the token among the offered subprotocols, if the socket accepts tokens
 */
public record ConnectRequest(
        String target, Map<String, Object> params, Map<String, List<String>> headers, Optional<String> authToken) {

    public ConnectRequest {
        params = new LinkedHashMap<>(params);
        headers = new LinkedHashMap<>(headers);
    }

    /**
     * Reads a handshake, with its auth token if there is one.
     *
     * @throws IllegalArgumentException if the query is not UTF-8 or the auth token is not Base64
     */
    public static ConnectRequest of(String target, Map<String, List<String>> headers) {
        int mark = target.indexOf('?');
        try {
            return new ConnectRequest(
                    target,
                    Query.parse(mark < 0 ? "" : target.substring(mark + 1)),
                    headers,
                    HandshakeDecision.tokenOf(headers));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the unescaped query is not UTF-8", e);
        }
    }

    /** The path of the request, without the query. */
    public String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** The parameter of this name, if it exists and is a string. */
    public Optional<String> param(String name) {
        return params.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The first value of the header of this lower-case name. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** Shows only the path, because the rest may hold secrets. */
    @Override
    public String toString() {
        return "ConnectRequest[" + path() + "]";
    }
}
