package dev.slipstream.simulation;

import dev.slipstream.core.Failure;
import dev.slipstream.simulation.SeededTime.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Injects the faults of attempts to connect. The faults wait in a queue, and each attempt takes the next fault from it.
 */
final class AttemptFaults {

    private static final DateTimeFormatter FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Network network;
    private final SeededTime time;
    private final SeededRandom random;
    private final Map<Fault, Function<Link, Failure>> refusals = new EnumMap<>(Fault.class);
    private final Map<Fault, Consumer<Link>> troubles = new EnumMap<>(Fault.class);
    private final Deque<Fault> waiting = new ArrayDeque<>();

    AttemptFaults(Network network, SeededTime time, SeededRandom random) {
        this.network = network;
        this.time = time;
        this.random = random;
        refusals.put(Fault.HOST_UNRESOLVED, link -> new Failure.HostUnresolved(host(link)));
        refusals.put(Fault.CONNECTION_REFUSED, link -> new Failure.ConnectionRefused(host(link)));
        refusals.put(Fault.PROXY_FAILED, link -> new Failure.ProxyFailed("the proxy answered 407"));
        refusals.put(Fault.TLS_FAILED, link -> new Failure.TlsFailed("the certificate is not trusted"));
        refusals.put(Fault.PLAINTEXT_RECEIVED, link -> new Failure.PlaintextReceived(host(link)));
        refusals.put(Fault.HANDSHAKE_CUT, link -> new Failure.ConnectionLost("TCP ended before the answer"));
        refusals.put(Fault.HANDSHAKE_INVALID, link -> new Failure.HandshakeInvalid("wrong accept key"));
        refusals.put(Fault.HANDSHAKE_REDIRECTED, link -> refused(302, "location", "http://elsewhere/", link));
        refusals.put(Fault.HANDSHAKE_UNAUTHORIZED, link -> refused(401, "www-authenticate", "Basic", link));
        refusals.put(Fault.HANDSHAKE_FORBIDDEN, link -> Failure.HandshakeRefused.of(403));
        refusals.put(Fault.HANDSHAKE_NOT_FOUND, link -> Failure.HandshakeRefused.of(404));
        refusals.put(Fault.HANDSHAKE_CRASHED, link -> refused(500, "x-request", "1", link));
        refusals.put(Fault.HANDSHAKE_UNAVAILABLE, this::unavailable);
        troubles.put(Fault.HANDSHAKE_SILENT, link -> {});
        troubles.put(Fault.HANDSHAKE_OVERDUE, Link::missDeadline);
        troubles.put(Fault.HANDSHAKE_SLOW, this::answerSlowly);
        troubles.put(Fault.OPEN_THREW, Link::failToOpen);
    }

    /** Whether this class injects the fault. */
    boolean knows(Fault fault) {
        return refusals.containsKey(fault) || troubles.containsKey(fault);
    }

    void add(Fault fault) {
        waiting.add(fault);
    }

    void heal() {
        waiting.clear();
    }

    /** Applies the first waiting fault to an attempt to connect. Returns false if no fault waits. */
    boolean meets(Link link) {
        Fault fault = waiting.poll();
        if (fault == null) {
            return false;
        }
        network.struck(fault, link);
        refuse(link, refusals.get(fault));
        Consumer<Link> trouble = troubles.get(fault);
        if (trouble != null) {
            trouble.accept(link);
        }
        return true;
    }

    private void refuse(Link link, @Nullable Function<Link, Failure> refusal) {
        if (refusal == null) {
            return;
        }
        Failure failure = refusal.apply(link);
        if (random.oneIn(8)) {
            link.refuse(failure);
        } else {
            time.after(network.latency(), Kind.NETWORK, () -> link.refuse(failure));
        }
    }

    private void answerSlowly(Link link) {
        Duration timeout = link.handshake().connectTimeout();
        network.answer(link, random.between(timeout.dividedBy(3), timeout));
    }

    /**
     * Makes a response whose body quotes the URI of the request, as error pages do. So a test can find out whether the
     * client logs the query of its URI.
     */
    private static Failure refused(int status, String header, String value, Link link) {
        String body = "<h1>" + status + "</h1>" + link.handshake().uri().text();
        return new Failure.HandshakeRefused(status, Map.of(header, List.of(value)), body);
    }

    /**
     * Makes a response 503. Its {@code Retry-After} header asks for a delay of 7 s, in seconds or as a date. A
     * response with a date may also have a {@code Date} header.
     */
    private Failure unavailable(Link link) {
        String until = date(time.now().plusSeconds(7));
        return switch (random.below(4)) {
            case 0 ->
                new Failure.HandshakeRefused(
                        503, Map.of("retry-after", List.of(until), "date", List.of(date(time.now()))), "");
            case 1 -> refused(503, "retry-after", until, link);
            default -> refused(503, "retry-after", "7", link);
        };
    }

    /** Formats a virtual time as a date. Virtual time begins at the start of 1970. */
    private static String date(Duration now) {
        return FIXDATE.format(Instant.EPOCH.plus(now));
    }

    private static String host(Link link) {
        return link.handshake().uri().host();
    }
}
