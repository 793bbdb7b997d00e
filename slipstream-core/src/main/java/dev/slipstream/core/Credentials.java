package dev.slipstream.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Credentials for connecting: query params, header lines and an authentication token.
 *
 * <p>The client keeps the credentials of a {@link Supplier} only during the attempt to connect. {@code toString} prints
 * no names or values.
 *
 * @param params added to the query in this order, percent-encoded; the server's {@code connect/3} receives strings. If
 *     a name ends in {@code []}, Phoenix collects all its values in a list. If several params have the same name
 *     without {@code []}, Phoenix uses the last one
 * @param headers added to the upgrade request in this order; several {@code Cookie} headers become one line
 * @param authToken sent to Phoenix 1.8 as the subprotocol {@code base64url.bearer.phx.<token>}, so that access logs do
 *     not show the token
 */
public record Credentials(List<QueryParam> params, List<Header> headers, Optional<String> authToken) {

    public Credentials {
        params = List.copyOf(params);
        headers = List.copyOf(headers);
        authToken.ifPresent(token -> ConfigurationChecks.wholeCharacters("authToken", token));
    }

    /** Returns empty credentials. */
    public static Credentials none() {
        return new Credentials(List.of(), List.of(), Optional.empty());
    }

    /** Returns these credentials with one more query parameter, after the parameters of the same name. */
    public Credentials withParam(String name, String value) {
        return new Credentials(plus(params, new QueryParam(name, value)), headers, authToken);
    }

    /**
     * Returns these credentials with one query parameter of this name. Earlier parameters of this name are removed.
     */
    public Credentials withReplacedParam(String name, String value) {
        QueryParam param = new QueryParam(name, value);
        List<QueryParam> others =
                params.stream().filter(one -> !one.name().equals(name)).toList();
        return new Credentials(plus(others, param), headers, authToken);
    }

    /**
     * Returns these credentials with one header of this name. Earlier headers of this name are removed, ignoring case.
     */
    public Credentials withHeader(String name, String value) {
        Header header = header(name, value);
        List<Header> others = headers.stream().filter(one -> !one.hasName(name)).toList();
        return new Credentials(params, plus(others, header), authToken);
    }

    /** Returns these credentials with one more header line, after the lines of the same name. */
    public Credentials withAddedHeader(String name, String value) {
        return new Credentials(params, plus(headers, header(name, value)), authToken);
    }

    private static Header header(String name, String value) {
        return new Header(Objects.requireNonNull(name, "header name"), Objects.requireNonNull(value, "header value"));
    }

    private static <T> List<T> plus(List<T> list, T last) {
        List<T> more = new ArrayList<>(list);
        more.add(last);
        return more;
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
     * <p>A header of the supplier replaces the configured headers of the same name, ignoring case, and a token replaces
     * the configured token. Params follow the configured params.
     *
     * <p>The client calls the supplier on a separate thread, so the supplier may block. The returned stage must
     * complete within {@link Configuration#credentialsTimeout()}. If the supplier throws, or the stage fails or is
     * late, the attempt fails. The log shows the exception whole. The next attempt calls the supplier again.
     */
    @FunctionalInterface
    public interface Supplier {
        CompletionStage<Credentials> credentials(Attempt attempt);
    }

    /**
     * One attempt to connect.
     *
     * @param number one more than the number of failures in a row. A failed attempt and the loss of an open connection
     *     both count, so the number is 2 after the loss of a stable connection
     * @param lastFailure why the last attempt or connection ended; empty at the very first attempt. A
     *     {@link Failure.HandshakeRefused} with 401 or 403 means that the server rejected the last credentials. A
     *     refusal larger than {@link Failure.HandshakeRefused#MAX_KEPT_CHARS} has no headers and no body here
     */
    public record Attempt(int number, Optional<DisconnectReason> lastFailure) {}
}
