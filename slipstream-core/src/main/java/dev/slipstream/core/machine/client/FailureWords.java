package dev.slipstream.core.machine.client;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.LogSafe;
import dev.slipstream.core.machine.FullQueue;
import java.time.Duration;

/** Says in words what failed, and what to check: for the lines of the log and the messages of exceptions. */
public final class FailureWords {

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int UPGRADE_REQUIRED = 426;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final int FIRST_REDIRECT = 300;
    private static final int LAST_REDIRECT = 399;

    private static final String FULL_QUEUE = "push less often, wait for room with push(topic, event, payload, timeout)";

    private static final int LONGEST_DETAIL = 500;
    private static final long MILLIS_PER_SECOND = 1000;

    private FailureWords() {}

    public static String of(DisconnectReason reason) {
        return switch (reason) {
            case DisconnectReason.Requested() -> "the client asked for it";
            case DisconnectReason.Closed(int code, var text) ->
                "the server closed the connection with code " + code + (text.isEmpty() ? "" : ", " + LogSafe.of(text));
            case DisconnectReason.Failed(var failure) -> of(failure);
            case DisconnectReason.ConnectFailed(var failure) -> of(failure);
        };
    }

    public static String of(Failure failure) {
        String words = switch (failure) {
            case Failure.HostUnresolved(var host) ->
                "the host " + host + " has no address: check the name, and check that DNS works";
            case Failure.HostUnsupported(var host, var detail) -> "cannot connect to the host " + host + ": " + detail;
            case Failure.ConnectionRefused(var address) ->
                "nothing accepts connections at " + address + ": check that the server is running";
            case Failure.ConnectTimedOut(var after) ->
                "no answer within " + of(after) + ": check the address, and check that no firewall drops packets";
            case Failure.TlsFailed(var detail) ->
                "TLS failed, " + detail + ": check the certificate and Configuration.tls()";
            case Failure.PlaintextReceived(var address) ->
                address + " answered without TLS: check that it is the port for wss, or begin the uri with ws";
            case Failure.ProxyFailed(var detail) -> "the proxy failed, " + detail + ": check Configuration.proxy()";
            case Failure.HandshakeRefused refused -> refusal(refused.status());
            case Failure.HandshakeInvalid(var detail) ->
                "the answer is not a websocket handshake, " + detail + ": check that the uri names a Phoenix socket";
            case Failure.CredentialsFailed(var detail) -> "no credentials: " + detail;
            case Failure.ConnectionLost(var detail) -> detail;
            case Failure.ProtocolViolated(int code, var detail) ->
                "the server broke the protocol: " + detail
                        + "; check that it is a Phoenix server, and that no proxy changes frames";
            case Failure.MessageTooLarge(long limit) ->
                "a message exceeded " + limit + " bytes: raise Configuration.maxMessageBytes";
            case Failure.HeartbeatTimedOut(var after) ->
                "the server did not answer a heartbeat within " + of(after) + ": it hangs, or the network is dead";
            case Failure.SlowConsumer(var detail) ->
                "callbacks are slower than the server, " + detail + ": let other threads do slow work";
            case Failure.Unexpected(var detail) -> detail + ": this is a bug; report it";
            case Failure.TimedOut(var after) -> "no reply within " + of(after);
            case Failure.Disconnected() -> "the connection ended first";
            case Failure.TopicClosed(var topic) -> "the topic closed first";
            case Failure.NotJoined(var topic) ->
                "the topic is not joined; push after the join, join with a PushBuffer, or join again if it was left";
            case Failure.Cancelled() -> "the topic was left, or the client ended";
            case Failure.Overflow(var what, long limit) -> overflow(what, limit);
            case Failure.ReplyInvalid(var detail) -> "the reply was invalid, " + detail;
            case Failure.Unencodable(var detail) -> "the frame cannot be sent: " + detail;
        };
        return LogSafe.of(words, LONGEST_DETAIL);
    }

    /** Says what to do about a full queue. Not for a full mailbox, which {@code AwaitEndedException} describes. */
    private static String overflow(String what, long limit) {
        String full = " full, at " + limit;
        return switch (what) {
            case FullQueue.OUTBOUND_FRAMES ->
                what + " is" + full + " frames; " + FULL_QUEUE + ", or raise Configuration.maxOutboundFrames";
            case FullQueue.OUTBOUND_BYTES ->
                FullQueue.OUTBOUND_FRAMES + " is" + full + " bytes; " + FULL_QUEUE
                        + ", or raise Configuration.maxOutboundBytes";
            case FullQueue.PENDING_REPLIES ->
                "too many pushes wait for a reply, " + limit
                        + "; wait for replies before you push more, or raise Configuration.maxPending";
            default ->
                what + (FullQueue.isOfBytes(what) ? " are" : " is") + full
                        + "; push after the join, or join with a larger PushBuffer";
        };
    }

    private static String refusal(int status) {
        String answered = "the server answered " + status;
        return switch (status) {
            case UNAUTHORIZED, FORBIDDEN ->
                answered + ": it refused the credentials; check the token, and check_origin of the endpoint";
            case NOT_FOUND -> answered + ": check that the path is right and ends in /websocket";
            case BAD_REQUEST, UPGRADE_REQUIRED ->
                answered + ": check that the path ends in /websocket, and that every proxy passes the upgrade on";
            case TOO_MANY_REQUESTS, SERVICE_UNAVAILABLE -> answered + ": it is overloaded, or not ready yet";
            default -> {
                boolean isRedirect = status >= FIRST_REDIRECT && status <= LAST_REDIRECT;
                yield isRedirect ? answered + ": redirects are not followed; use the final address" : answered;
            }
        };
    }

    /**
     * Returns the name of a user's method, after the name of its class: {@code Configuration} if the method returns a
     * backoff, otherwise {@code ReconnectPolicy}.
     */
    public static String policy(String method) {
        return (method.endsWith("Backoff") ? "Configuration." : "ReconnectPolicy.") + method;
    }

    /** A short name of the kind of failure; it holds no text of the server. */
    public static String kind(Failure failure) {
        String name = failure.getClass().getSimpleName();
        return failure instanceof Failure.HandshakeRefused refused ? name + " " + refused.status() : name;
    }

    /** A delay such as {@code in 350 ms}, or {@code at once}. */
    public static String delay(Duration delay) {
        return delay.toMillis() == 0 ? "at once" : "in " + of(delay);
    }

    /** A duration such as {@code 350 ms}, {@code 1.5 s} or {@code 30 s}. */
    public static String of(Duration span) {
        long millis = span.toMillis();
        if (millis < MILLIS_PER_SECOND) {
            return millis + " ms";
        }
        long tenths = millis / 100;
        return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + " s";
    }
}
