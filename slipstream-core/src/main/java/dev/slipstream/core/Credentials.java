package dev.slipstream.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Credentials for connecting: query params, header lines and an authentication token.
 *
 * <p>The client keeps the credentials of a {@link Supplier} only during the attempt. {@code toString} prints no names
 * or values.
 *
 * @param params added to the query, percent-encoded; the server's {@code connect/3} receives them as strings
 * @param headers added to the upgrade request
 * @param authToken sent to Phoenix 1.8 as the subprotocol {@code base64url.bearer.phx.<token>}, which keeps it out of
 *     access logs
 */
public record Credentials(Map<String, String> params, List<Header> headers, Optional<String> authToken) {

    public Credentials {
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        headers = List.copyOf(headers);
    }

    /** Returns empty credentials. */
    public static Credentials none() {
        return new Credentials(Collections.emptyMap(), List.of(), Optional.empty());
    }

    /** Returns these credentials with one more query parameter. */
    public Credentials withParam(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(params);
        more.put(Objects.requireNonNull(name, "param name"), Objects.requireNonNull(value, "param value"));
        return new Credentials(more, headers, authToken);
    }

    /** Returns these credentials with one more header line. */
    public Credentials withHeader(String name, String value) {
        List<Header> more = new ArrayList<>(headers);
        more.add(
                new Header(Objects.requireNonNull(name, "header name"), Objects.requireNonNull(value, "header value")));
        return new Credentials(params, more, authToken);
    }

    /** Returns these credentials with this token. */
    public Credentials withAuthToken(String token) {
        return new Credentials(params, headers, Optional.of(Objects.requireNonNull(token, "authToken")));
    }

    @Override
    public String toString() {
        return "Credentials[params=" + params.size() + ", headers=" + headers.size() + ", authToken="
                + (authToken.isPresent() ? "set" : "none") + "]";
    }

    /**
     * Supplies fresh credentials for each attempt to connect, in addition to the credentials of the configuration.
     *
     * <p>The client calls the supplier on a separate thread, so it may block. The stage must complete within
     * {@link Configuration#credentialsTimeout()}. If the stage fails or is late, the attempt fails. The next attempt
     * calls the supplier again.
     */
    @FunctionalInterface
    public interface Supplier {
        CompletionStage<Credentials> credentials(Attempt attempt);
    }

    /**
     * One attempt to connect.
     *
     * @param number 1 for the first attempt since the last stable connection
     * @param lastFailure why the last attempt or connection ended; empty at the very first attempt. After
     *     {@link Failure.HandshakeRefused} with 401 or 403 the server rejected the last credentials. A refusal above
     *     {@link Failure.HandshakeRefused#MAX_KEPT_CHARS} comes without headers and body
     */
    public record Attempt(int number, Optional<DisconnectReason> lastFailure) {}
}
