package dev.slipstream.core;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cause of a failed attempt, connection or request: the network, the server, a proxy, a supplier or a bug. Misuse
 * of the API throws an exception instead. A disconnect or leave by the client is not a failure.
 *
 * <p>The text of a failure holds no secret: no query, header, token or payload. "Retried" below means that
 * {@link ReconnectPolicy#standard()} retries after the failure.
 */
public sealed interface Failure {

    // --- before there is a connection -------------------------------------------------------------------------------

    /** The host name has no address, or the name server does not answer. Retried. */
    record HostUnresolved(String host) implements Failure {}

    /** The websocket library cannot connect to a host of this name. The detail says which names work. Retried. */
    record HostUnsupported(String host, String detail) implements Failure {}

    /** Nothing listens at this address, or there is no route to it. Retried. */
    record ConnectionRefused(String address) implements Failure {}

    /** DNS, TCP, TLS and upgrade together took longer than {@link Configuration#connectTimeout()}. Retried. */
    record ConnectTimedOut(Duration after) implements Failure {}

    /**
     * The TLS handshake failed, for example because of an untrusted certificate, a wrong host name, or no TLS version
     * that both sides support. Retried, because the server may get another certificate. From the third failure in a
     * row, the client uses the slow backoff. A port without TLS causes {@link PlaintextReceived} instead.
     */
    record TlsFailed(String detail) implements Failure {}

    /**
     * The first bytes from a TLS port were plaintext. They may come from a captive portal, a server without TLS, or an
     * attacker on the network. The client ignores these bytes. Retried, because a captive portal is temporary.
     *
     * @param address the host and port of the server
     */
    record PlaintextReceived(String address) implements Failure {}

    /** The proxy refused or failed. Retried. */
    record ProxyFailed(String detail) implements Failure {}

    /**
     * The server answered the upgrade with a status other than 101. After the first 401 or 403, the client retries at
     * once with fresh credentials. If the next attempt ends with 401 or 403, too, the client uses the slow backoff.
     * After every other status, the client retries with the backoff.
     *
     * @param status the HTTP status; redirects are not followed
     * @param headers the response headers, names in lower case; empty if the transport does not report headers
     * @param body the text of the response body, cut short; empty if the transport does not report a body
     */
    record HandshakeRefused(int status, Map<String, List<String>> headers, String body) implements Failure {

        /**
         * The limit for headers and body: 16,384 chars together. If a refusal exceeds this limit, the supplier of
         * credentials and the policy get only the status; {@code handleDisconnect} gets the whole refusal.
         */
        public static final int MAX_KEPT_CHARS = 16 * 1024;

        public HandshakeRefused {
            headers = Connection.copied(headers);
        }

        /** Returns a refusal with this status, no headers and an empty body. */
        public static HandshakeRefused of(int status) {
            return new HandshakeRefused(status, Collections.emptyMap(), "");
        }

        /** The value of the first header line with this name. The name must be in lower case. */
        public Optional<String> header(String name) {
            return headers.getOrDefault(name, List.of()).stream().findFirst();
        }

        /** Prints only the status, because headers and body may hold secrets. */
        @Override
        public String toString() {
            return "HandshakeRefused[status=" + status + "]";
        }
    }

    /**
     * The answer to the upgrade was invalid (RFC 6455 section 4.1), for example a wrong accept key or a subprotocol
     * that was not offered. Retried.
     */
    record HandshakeInvalid(String detail) implements Failure {}

    /**
     * The supplier of credentials threw, failed, was late, or returned credentials that cannot be sent. This failure
     * also occurs if credentials would reach a proxy on another machine over {@code ws}. Retried.
     */
    record CredentialsFailed(String detail) implements Failure {}

    // --- the end of a connection ------------------------------------------------------------------------------------

    /** TCP ended without a close frame (close code 1006 in RFC 6455), or writing failed. Retried. */
    record ConnectionLost(String detail) implements Failure {}

    /**
     * The server violated RFC 6455, or sent ten malformed Phoenix messages in a row. Retried.
     *
     * @param code the close code of this violation in RFC 6455: 1002, 1003 or 1007
     */
    record ProtocolViolated(int code, String detail) implements Failure {}

    /** A message was larger than {@link Configuration#maxMessageBytes()}; the client closed with code 1009. Retried. */
    record MessageTooLarge(long limit) implements Failure {}

    /** The server did not answer a heartbeat: the connection is half open, or the server hangs. Retried. */
    record HeartbeatTimedOut(Duration after) implements Failure {}

    /**
     * Callbacks are slower than the server: reading was paused for too long, or too many messages came during the
     * pause. Retried.
     */
    record SlowConsumer(String detail) implements Failure {}

    /** A bug in this library or in the websocket library ended the attempt or the connection. Retried. */
    record Unexpected(String detail) implements Failure {}

    // --- the end of a request ---------------------------------------------------------------------------------------

    /** No reply came in time. The server may still have handled the message. */
    record TimedOut(Duration after) implements Failure {}

    /** The connection ended before a reply came. */
    record Disconnected() implements Failure {}

    /** The topic closed before a reply came, because its channel crashed or ended, or because the join was refused. */
    record TopicClosed(String topic) implements Failure {}

    /** The topic is not joined at the moment, and it is not wanted or has no {@link PushBuffer}. */
    record NotJoined(String topic) implements Failure {}

    /** The request was cancelled, because the topic was left or the client ended. */
    record Cancelled() implements Failure {}

    /** A buffer, a queue or a mailbox was full, or too many pushes waited for replies. */
    record Overflow(String what, long limit) implements Failure {}

    /** The reply was invalid: it had no status. */
    record ReplyInvalid(String detail) implements Failure {}

    /**
     * The frame can never be sent: the serializer could not encode it, or it is larger than
     * {@link Configuration#maxOutboundBytes()}. For example, a frame with a binary payload cannot have a name that is
     * longer than 255 bytes.
     */
    record Unencodable(String detail) implements Failure {}
}
