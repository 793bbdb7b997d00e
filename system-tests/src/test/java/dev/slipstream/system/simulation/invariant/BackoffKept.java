package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.ReconnectPolicy.Decision;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The client makes one connection attempt at a time, and begins no attempt before its delay has passed. Each delay lies
 * in the window of the backoff. {@link RefusalRule} says when the client connects at once or uses the slow backoff.
 */
public final class BackoffKept implements Invariant {

    private int openConnection;
    private @Nullable Duration openedAt;
    private @Nullable Duration scheduledAt;
    private Duration delay = Duration.ZERO;
    /**
     * Whether the last reported end was the end of an open connection; false if it was a failed attempt. Null after the
     * user connected or disconnected.
     */
    private @Nullable Boolean wasOpen;
    /**
     * The value of {@link #wasOpen} when attempt 1 was last scheduled. It selects the window of the backoff for attempt
     * 1 and for all later attempts, until a connection lasts for the stable period.
     */
    private @Nullable Boolean established;

    private boolean atOnce;
    /** Whether the user asked for the next attempt. The client then connects even if its policy gave up. */
    private boolean askedByUser;

    private final RefusalRule refusals = new RefusalRule();

    /** The number of the last scheduled attempt, or 0 after the user connected or disconnected. */
    private int lastAttempt;
    /** When the last websocket opened, or null if the count of attempts has restarted since then. */
    private @Nullable WaitStart lastOpened;

    private boolean lasted;
    /**
     * Whether the callbacks for the ends of older connections and attempts may still be queued. This becomes true when
     * a {@code Session} in a callback gets the failure of a newer attempt. It stays true until the callback of a
     * connection that opened after that failure.
     */
    private boolean olderEndsQueued;
    /** Whether a connection opened since {@link #olderEndsQueued} became true. */
    private boolean openedSince;
    /** Whether the last applied operations end with a disconnect, which restarts the count of attempts. */
    private boolean endsWithDisconnect;

    /**
     * Whether the newest attempt has not started its handshake. It may have failed without credentials, and the event
     * of the failure may still be queued.
     */
    private boolean handshakePending;

    private int endCount;
    private Duration retryAfter = Duration.ZERO;
    /** The last delay that the server requested. A connect or disconnect of the user does not reset it. */
    private Duration lastRetryAfter = Duration.ZERO;

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Opening(int connection, Handshake handshake)) -> {
                holds(
                        openConnection == 0,
                        "connection %s is opened while connection %s is open and not closing",
                        connection,
                        openConnection);
                openConnection = connection;
                handshakePending = false;
                if (scheduledAt != null && !atOnce) {
                    Duration waited = view.now().minus(scheduledAt);
                    holds(
                            waited.compareTo(delay) >= 0,
                            "connection %s was opened after %s, but its delay is %s",
                            connection,
                            waited,
                            delay);
                }
                scheduledAt = null;
                atOnce = false;
                openedAt = null;
            }
            case RunEvent.OnNetwork(NetworkEvent.Closing(int connection, int code)) -> {
                openConnection = 0;
                lasted(view);
            }
            case RunEvent.OperationsApplied(var operations) -> {
                endsWithDisconnect = false;
                for (Operation operation : operations) {
                    if (operation instanceof Command.OpenConnection open) {
                        endsWithDisconnect = false;
                        lastAttempt = 0;
                        scheduledAt = null; // connect does not wait for the backoff
                        atOnce = true;
                        retryAfter = Duration.ZERO;
                        refusals.uncertain();
                        userActed();
                    } else if (operation instanceof Operation.Retry.ReconnectNow) {
                        endsWithDisconnect = false;
                        scheduledAt = null; // unlike connect, keeps the count of attempts
                        atOnce = true;
                        userActed();
                    } else if (operation instanceof Operation.Retry.Reconnect) {
                        askedByUser = true;
                        endsWithDisconnect = false;
                        userActed();
                    } else if (operation instanceof Command.CloseConnection close) {
                        endsWithDisconnect = true;
                        lastAttempt = 0;
                        scheduledAt = null;
                        retryAfter = Duration.ZERO;
                        refusals.disconnected();
                        userActed();
                    }
                }
            }
            case RunEvent.OnNetwork(NetworkEvent.Opened opened) -> {
                openedAt = view.now();
                lastOpened = WaitStart.now(view);
                lasted = false;
                endCount = 0;
                openedSince = true;
                refusals.opened();
            }
            case RunEvent.TelemetryObserved(Observation.Span.ConnectStarted started) -> {
                handshakePending = true;
                refusals.started();
                retryAfter = Duration.ZERO;
                // If the user asked for an immediate attempt, no ReconnectScheduled precedes this event.
                lastAttempt = isBrief(view) ? lastAttempt : 0;
            }
            case RunEvent.OnNetwork(NetworkEvent.Ended(int connection, var reason)) -> {
                if (openConnection == connection) { // otherwise the client closed the connection earlier
                    openConnection = 0;
                    lasted(view);
                }
                endCount++;
                if (reason instanceof DisconnectReason.ConnectFailed) {
                    refusals.failed();
                }
            }
            case RunEvent.CallbackStarted(Callback.OfEvent(var event), var state) -> {
                if (olderEndsQueued) {
                    onOlderEvent(event);
                } else {
                    refusals.on(event);
                    onEvent(event);
                }
            }
            case RunEvent.EventAwaited(var event) -> {
                refusals.on(event);
                onEvent(event);
                if (event instanceof Event.ChannelConnectFailed) {
                    olderEndsQueued = true;
                    openedSince = false;
                }
            }
            case RunEvent.TelemetryObserved(
                    Observation.ReconnectScheduled(
                            int attempt,
                            Duration scheduled,
                            DisconnectReason reason,
                            var decision)) -> {
                scheduledAt = view.now();
                delay = scheduled;
                count(attempt, view);
                check(attempt, scheduled, reason, view.configuration());
                askedByUser = false;
            }
            default -> {}
        }
    }

    /**
     * Records whether the connection that ended lasted for the stable period. After a failed attempt, records nothing.
     */
    private void lasted(RunView view) {
        lasted |= openedAt != null
                && lastOpened != null
                && lastOpened.isPast(view.configuration().stablePeriod(), view);
    }

    private void userActed() {
        wasOpen = null;
        established = null;
    }

    private void onEvent(Event event) {
        if (event instanceof Event.ChannelConnectFailed(var failure)) {
            retryAfter = retryAfter(failure);
            lastRetryAfter = retryAfter;
            wasOpen = false;
            endCount += failure instanceof Failure.CredentialsFailed ? 1 : 0;
        } else if (event instanceof Event.ChannelClosed(var reason)) {
            retryAfter = Duration.ZERO;
            lastAttempt = reason instanceof DisconnectReason.Requested ? 0 : lastAttempt;
            wasOpen = reason instanceof DisconnectReason.Requested ? null : Boolean.TRUE;
        }
    }

    /**
     * Handles an event that may be older than the last end. Such an event does not show whether the last end was the
     * end of an open connection.
     */
    private void onOlderEvent(Event event) {
        refusals.uncertain();
        if (event instanceof Event.ChannelConnected) {
            olderEndsQueued = !openedSince;
        } else if (event instanceof Event.ChannelConnectFailed || event instanceof Event.ChannelClosed) {
            Duration newest = lastRetryAfter;
            onEvent(event);
            lastRetryAfter = retryAfter.isZero() ? newest : retryAfter;
            retryAfter = Duration.ZERO;
            wasOpen = null;
        }
    }

    /** Checks the attempt number. It grows until a connection lasts for the stable period, and then restarts. */
    private void count(int attempt, RunView view) {
        boolean brief = isBrief(view);
        holds(
                !brief || attempt >= lastAttempt,
                "attempt %s after attempt %s, although no connection lasted",
                attempt,
                lastAttempt);
        int most = endCount + (handshakePending ? 2 : 1);
        holds(
                !lasted || attempt <= most,
                "attempt %s follows a connection that lasted, but only %s connections or attempts ended since",
                attempt,
                endCount);
        lastAttempt = endsWithDisconnect ? 0 : attempt;
        lastOpened = brief ? null : lastOpened;
    }

    /**
     * Returns whether less than the stable period has passed since {@link #lastOpened}, or {@code lastOpened} is null.
     * The end of the connection does not matter, because the client may notice the end late.
     */
    private boolean isBrief(RunView view) {
        return lastOpened == null
                || view.now()
                                .minus(lastOpened.at())
                                .compareTo(view.configuration().stablePeriod())
                        < 0;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration retryAfter(Failure failure) {
        return failure instanceof Failure.HandshakeRefused refused
                ? refused.header("retry-after")
                        .map(after -> retryAfter(after, refused.header("date").orElse("")))
                        .orElse(Duration.ZERO)
                : Duration.ZERO;
    }

    private static Duration retryAfter(String after, String date) {
        return after.endsWith("GMT")
                ? Duration.between(instant(date), instant(after))
                : Duration.ofSeconds(Long.parseLong(after));
    }

    private static Instant instant(String date) {
        return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
    }

    /**
     * Whether an allowed decision other than the ordinary backoff explains the delay. A delay of zero means at once.
     * Any other delay must lie in a window of the slow backoff.
     */
    private static boolean isUrgencyKept(Set<Decision> allowed, Duration scheduled, Configuration configuration) {
        Backoff slow = configuration.slowReconnectBackoff();
        boolean isSlow = slow.window(1, false).contains(scheduled)
                || slow.window(2, false).contains(scheduled);
        return (allowed.contains(Decision.AT_ONCE) && scheduled.isZero())
                || (allowed.contains(Decision.SLOW_BACKOFF) && isSlow);
    }

    private void check(int attempt, Duration scheduled, DisconnectReason reason, Configuration configuration) {
        established = attempt == 1 ? wasOpen : established;
        Set<Decision> allowed = refusals.decisions(reason, configuration.reconnectPolicy());
        if (isUrgencyKept(allowed, scheduled, configuration)) {
            return;
        }
        // If the policy gave up, the user may still ask for an attempt. This attempt waits for the backoff.
        boolean isBackoff = allowed.contains(Decision.BACKOFF) || (askedByUser && allowed.contains(Decision.GIVE_UP));
        holds(
                isBackoff,
                "after %s an attempt is scheduled in %s, but only these decisions are allowed: %s",
                reason,
                scheduled,
                allowed);
        Backoff backoff = configuration.reconnectBackoff();
        Duration least = shorter(retryAfter, configuration.retryAfterLimit());
        holds(scheduled.compareTo(least) >= 0, "attempt %s is scheduled in %s, before Retry-After", attempt, scheduled);
        if (scheduled.equals(least) || scheduled.equals(shorter(lastRetryAfter, configuration.retryAfterLimit()))) {
            return;
        }
        Backoff.Window afterLoss = backoff.window(attempt, true);
        Backoff.Window otherwise = backoff.window(attempt, false);
        boolean contained = established == null
                ? afterLoss.contains(scheduled) || otherwise.contains(scheduled)
                : (established ? afterLoss : otherwise).contains(scheduled);
        holds(
                contained,
                "attempt %s is scheduled in %s; the policy allows %s after a lost connection, else %s (was lost: %s)",
                attempt,
                scheduled,
                afterLoss,
                otherwise,
                established);
    }
}
