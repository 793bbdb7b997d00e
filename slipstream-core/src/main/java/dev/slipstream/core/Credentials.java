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
 * What a client shows the server at one attempt to connect, beside what its configuration always shows.
 *
 * <p>Nothing of it is kept longer than the attempt, and {@code toString} prints none of it.
 *
 * @param params added to the query, percent-encoded; they reach the server's {@code connect/3} as strings
 * @param headers added to the request of the upgrade
 * @param authToken what Phoenix 1.8 takes as the subprotocol {@code base64url.bearer.phx.<token>}: of all ways the one
 *     that keeps a token out of access logs
 */
public record Credentials(Map<String, String> params, List<Header> headers, Optional<String> authToken) {

    public Credentials {
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        headers = List.copyOf(headers);
    }

    /** Returns credentials that show nothing. */
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
     * Is asked for credentials, at each attempt anew.
     *
     * <p>Called on a thread of its own, which it may block. The stage must complete within
     * {@link Configuration#credentialsTimeout()}; one that fails or is late makes the attempt fail, and the next one
     * asks again.
     */
    @FunctionalInterface
    public interface Supplier {
        CompletionStage<Credentials> credentials(Attempt attempt);
    }

    /**
     * One attempt to connect.
     *
     * @param number 1 for the first one since there was a stable connection
     * @param lastFailure why there is no connection; empty at the very first attempt. After
     *     {@link Failure.HandshakeRefused} with 401 or 403 the credentials shown last were not good enough. A refusal of more
     *     than {@link Failure.HandshakeRefused#MAX_KEPT_CHARS} has lost its headers and body
     */
    public record Attempt(int number, Optional<DisconnectReason> lastFailure) {}
}
