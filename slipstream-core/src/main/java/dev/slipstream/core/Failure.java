package dev.slipstream.core;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the world did: never misuse, and never our own wish.
 *
 * <p>A failure is a value and holds no secret: no query, header, token or payload is in its text. "Retried" says what
 * {@link ReconnectPolicy#standard()} does.
 */
public sealed interface Failure {

    // --- before there is a connection -------------------------------------------------------------------------------

    /** The host name has no address, or its name server does not answer. Retried. */
    record HostUnresolved(String host) implements Failure {}

    /** Nothing listens there, or there is no way to it. Retried. */
    record ConnectionRefused(String address) implements Failure {}

    /** DNS, TCP, TLS and upgrade together took longer than {@link Configuration#connectTimeout()}. Retried. */
    record ConnectTimedOut(Duration after) implements Failure {}

    /**
     * TLS did not come about: untrusted or wrong certificate, no common version. Not retried: time does not heal it. A
     * port without TLS is {@link PlaintextReceived}.
     */
    record TlsFailed(String detail) implements Failure {}

    /**
     * The first bytes from a TLS port were plaintext: a captive portal, a server without TLS at that port, or someone on
     * the network who wrote a packet. Nothing in them is used. Retried: a portal goes away.
     *
     * @param address host and port
     */
    record PlaintextReceived(String address) implements Failure {}

    /** The proxy refused or failed. Retried. */
    record ProxyFailed(String detail) implements Failure {}

    /**
     * The server answered the upgrade with another status than 101. 401 and 403 are retried once, with credentials asked
     * for again; every other status is retried with backoff.
     *
     * @param status the HTTP status; redirects are not followed and end here too
     * @param headers lines of the answer, names in lower case; empty where the transport reports none
     * @param body the body's text, cut short; empty where the transport reports none
     */
    record HandshakeRefused(int status, Map<String, List<String>> headers, String body) implements Failure {

        /**
         * How many chars of headers and body a client keeps of a refusal behind {@code handleDisconnect}, for the supplier of
         * credentials and the policy: 16,384. Of a larger refusal it keeps the status alone.
         */
        public static final int MAX_KEPT_CHARS = 16 * 1024;

        public HandshakeRefused {
            Map<String, List<String>> copy = new LinkedHashMap<>();
            headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
            headers = Collections.unmodifiableMap(copy);
        }

        /** Returns the refusal with this status, of which nothing else is known. */
        public static HandshakeRefused of(int status) {
            return new HandshakeRefused(status, Collections.emptyMap(), "");
        }

        /** The first header line of this name, given in lower case. */
        public Optional<String> header(String name) {
            return headers.getOrDefault(name, List.of()).stream().findFirst();
        }

        /** The status alone: headers and body are the server's secrets. */
        @Override
        public String toString() {
            return "HandshakeRefused[status=" + status + "]";
        }
    }

    /** The answer to the upgrade was no valid one (RFC 6455 section 4.1): wrong accept key, what was not offered. Retried. */
    record HandshakeInvalid(String detail) implements Failure {}

    /**
     * The supplier of credentials threw, failed, gave no answer in time, or gave what cannot be sent; or credentials would
     * reach a proxy on another machine over {@code ws}. Retried.
     */
    record CredentialsFailed(String detail) implements Failure {}

    // --- the end of a connection ------------------------------------------------------------------------------------

    /** TCP ended without a close frame (RFC 6455 calls it 1006), or writing failed. Retried. */
    record ConnectionLost(String detail) implements Failure {}

    /**
     * The server broke the rules of RFC 6455 or of Phoenix, frame after frame. Retried.
     *
     * @param code the close code that RFC 6455 asks for: 1002, 1003, 1007
     */
    record ProtocolViolated(int code, String detail) implements Failure {}

    /** A message was larger than {@link Configuration#maxMessageBytes()}; the connection ended with 1009. Retried. */
    record MessageTooLarge(long limit) implements Failure {}

    /** The server did not answer a heartbeat: the link is half open, or the server hangs. Retried. */
    record HeartbeatTimedOut(Duration after) implements Failure {}

    /** Callbacks were slower than the server for longer than reading may pause. Retried. */
    record SlowConsumer(String detail) implements Failure {}

    /** A library or this one failed in a way it must not. The connection ended. Retried. */
    record Unexpected(String detail) implements Failure {}

    // --- the end of a request ---------------------------------------------------------------------------------------

    /** No reply came in time. It may still have been done. */
    record TimedOut(Duration after) implements Failure {}

    /** The connection ended first. */
    record Disconnected() implements Failure {}

    /** The topic closed first: crashed, left by the server, or its join was refused. */
    record TopicClosed(String topic) implements Failure {}

    /** The topic is not joined just now, and it buffers nothing. */
    record NotJoined(String topic) implements Failure {}

    /** It was taken back: the topic was left, or the client ended. */
    record Cancelled() implements Failure {}

    /** A bound was reached. */
    record Overflow(String what, long limit) implements Failure {}

    /** The reply was no reply: it had no status. */
    record ReplyInvalid(String detail) implements Failure {}

    /** The frame could not be made: a name longer than 255 bytes beside a binary payload, say. It was not sent. */
    record Unencodable(String detail) implements Failure {}
}
