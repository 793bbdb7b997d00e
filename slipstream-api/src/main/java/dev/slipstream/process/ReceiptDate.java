package dev.slipstream.process;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure.HandshakeRefused;
import dev.slipstream.core.machine.time.HttpDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Adds a {@code Date} header, the time of receipt, to the response of a refused handshake. Does so only if
 * {@code Retry-After} is a date, and the response has no valid {@code Date}.
 *
 * <p>The delay until the next attempt is the time from {@code Date} to {@code Retry-After}. RFC 9110 section 6.6.1 says
 * that a recipient with a clock records the time at which it received a response without {@code Date}. The state
 * machines have no clock, so the connection process adds the date.
 */
final class ReceiptDate {

    private static final DateTimeFormatter FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private ReceiptDate() {}

    /** Returns the reason, with a {@code Date} if it needs one. */
    static DisconnectReason added(DisconnectReason reason, Clock clock) {
        return reason instanceof DisconnectReason.ConnectFailed(HandshakeRefused refusal)
                        && isDate(refusal, "retry-after")
                        && !isDate(refusal, "date")
                ? new DisconnectReason.ConnectFailed(dated(refusal, FIXDATE.format(clock.date())))
                : reason;
    }

    private static boolean isDate(HandshakeRefused refusal, String header) {
        return refusal.header(header)
                .filter(text -> HttpDate.seconds(text).isPresent())
                .isPresent();
    }

    private static HandshakeRefused dated(HandshakeRefused refusal, String date) {
        Map<String, List<String>> headers = new LinkedHashMap<>(refusal.headers());
        headers.put("date", List.of(date));
        return new HandshakeRefused(refusal.status(), headers, refusal.body());
    }
}
