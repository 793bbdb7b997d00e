package dev.slipstream.system.simulation.invariant;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.ReconnectPolicy.Decision;
import java.util.EnumSet;
import java.util.Set;

/**
 * The documented rules of the policies: what a client may do after refusals and failures of TLS. This class counts
 * these failures itself, independently of the code under test.
 *
 * <p>After the first 401 or 403 in a row, the client connects at once. After the first two failures of TLS in a row, it
 * uses the ordinary backoff. After each further failure of the same kind in a row, it uses the slow backoff. A client
 * with {@link ReconnectPolicy.StopWhenRefused} also connects at once after the first 401 or 403. It gives up after each
 * failure of TLS, and after the second 401 or 403 in a row.
 */
final class RefusalRule {

    private int unauthorized;
    private int tlsFailed;
    /**
     * Whether the counts may be too high. A connect or disconnect of the user may have reset the client's counts, or
     * may have hidden the end of an attempt.
     */
    private boolean uncertain;

    /** Whether an attempt started between a disconnect of the user and the event of that disconnect. */
    private boolean startedSince;

    private boolean disconnecting;

    /**
     * How many attempts have failed without an event so far. The event may still be queued. If the user connected
     * again at the same moment, the attempt ends without an event, but the client counts its failure.
     */
    private int unreported;

    /** Records that a transport ended without a connection. */
    void failed() {
        unreported++;
    }

    /** Records that a connection opened. When it ends, the client forgets all earlier failures. */
    void opened() {
        unreported = 0;
    }

    /** Records that the user connected or disconnected. */
    void uncertain() {
        uncertain = true;
    }

    /** Records that the user disconnected. The event of the disconnect may come later. */
    void disconnected() {
        uncertain = true;
        disconnecting = true;
    }

    /** Records that an attempt started. */
    void started() {
        startedSince |= disconnecting;
    }

    /** Counts the end of a connection or of an attempt. */
    void on(Event event) {
        switch (event) {
            case Event.ChannelConnectFailed(var failure) -> count(failure);
            case Event.ChannelClosed(DisconnectReason.Requested requested) -> requestedEnd();
            case Event.ChannelClosed closed -> reset();
            default -> {}
        }
    }

    /**
     * Handles the end of a connection that the user closed. A {@code Session} in a callback may already have received
     * the failures of newer attempts.
     */
    private void requestedEnd() {
        if (!startedSince) {
            reset();
        }
        disconnecting = false;
        startedSince = false;
    }

    private void count(Failure failure) {
        if (!(failure instanceof Failure.CredentialsFailed)) {
            unreported = Math.max(0, unreported - 1);
        }
        if (failure instanceof Failure.TlsFailed) {
            tlsFailed++;
            unauthorized = 0;
        } else if (isUnauthorized(failure)) {
            unauthorized++;
            tlsFailed = 0;
        } else {
            reset();
        }
    }

    private void reset() {
        unauthorized = 0;
        tlsFailed = 0;
        uncertain = false;
    }

    private static boolean isUnauthorized(Failure failure) {
        return failure instanceof Failure.HandshakeRefused refused
                && (refused.status() == 401 || refused.status() == 403);
    }

    /**
     * The decisions that this policy may make after this reason. The event of this reason must be the last counted
     * event.
     */
    Set<Decision> decisions(DisconnectReason reason, ReconnectPolicy policy) {
        boolean isStopping = policy instanceof ReconnectPolicy.StopWhenRefused;
        if (!(reason instanceof DisconnectReason.ConnectFailed(var failure))) {
            return EnumSet.of(Decision.BACKOFF);
        }
        Decision later = isStopping ? Decision.GIVE_UP : Decision.SLOW_BACKOFF;
        if (failure instanceof Failure.TlsFailed) {
            return isStopping ? EnumSet.of(Decision.GIVE_UP) : either(tlsFailed > 2, Decision.BACKOFF, later);
        }
        return isUnauthorized(failure)
                ? either(unauthorized > 1, Decision.AT_ONCE, later)
                : EnumSet.of(Decision.BACKOFF);
    }

    private Set<Decision> either(boolean isLater, Decision first, Decision later) {
        return uncertain || unreported > 0 ? EnumSet.of(first, later) : EnumSet.of(isLater ? later : first);
    }
}
