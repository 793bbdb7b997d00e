package dev.slipstream.testkit.phoenix;

import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A handshake, as the code of a Phoenix app sees it.
 *
 * @param target path and query, not decoded
 * @param params of the query: a string, or for {@code a[b]=} a map and for {@code a[]=} a list of such
 * @param headers names in lower case
 * @param authToken the token among the offered subprotocols, if the socket takes one
 */
public record ConnectRequest(
        String target, Map<String, Object> params, Map<String, List<String>> headers, Optional<String> authToken) {

    public ConnectRequest {
        params = new LinkedHashMap<>(params);
        headers = new LinkedHashMap<>(headers);
    }

    /**
     * Reads a handshake, with its auth token if it offers one.
     *
     * @throws IllegalArgumentException if a server cannot read it: not UTF-8, or an auth token that is not Base64
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
            throw new IllegalArgumentException("the query is no UTF-8 once unescaped", e);
        }
    }

    /** The path of the request, without the query. */
    public String path() {
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    /** The parameter of this name, if it is there and a string. */
    public Optional<String> param(String name) {
        return params.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The first value of this header, its name in lower case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    /** The path: all else may hold secrets. */
    @Override
    public String toString() {
        return "ConnectRequest[" + path() + "]";
    }
}
