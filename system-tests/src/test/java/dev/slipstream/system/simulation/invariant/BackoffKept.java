package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Command;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.simulation.NetworkEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to connect is never made before its delay, the delay lies in the window of the policy, and there is one
 * attempt at a time.
 */
public final class BackoffKept implements Invariant {

    private int alive;
    private @Nullable Duration openedAt;
    private @Nullable Duration scheduledAt;
    private Duration delay = Duration.ZERO;
    /** Whether the last end was that of an open connection; null after the user connected or disconnected. */
    private @Nullable Boolean wasOpen;
    /** The same of the end after which attempts were counted from 1 on: they keep to one window until one lasts. */
    private @Nullable Boolean established;

    private boolean atOnce;
    /** The attempt that was scheduled last; 0 after the user connected or disconnected. */
    private int before;
    /** When the last websocket opened since then. */
    private @Nullable Since begun;

    private boolean lasted;
    /** A callback took the failure of the newest attempt out of the mailbox, before it is told to one of its own. */
    private boolean failureAwaited;
    /** What was applied last ends with a disconnect: what is scheduled by it begins anew afterwards. */
    private boolean closes;

    /** The newest attempt still has no handshake: it may have failed for its credentials, and that is told later. */
    private boolean asking;

    private int ends;
    private Duration retryAfter = Duration.ZERO;
    /** The delay that the server asked for last. The user may have connected or disconnected in the same step. */
    private Duration asked = Duration.ZERO;

    @Override
    public String name() {
        return "I14 Backoff";
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        switch (runEvent) {
            case RunEvent.OnNetwork(NetworkEvent.Opening(int connection, Handshake handshake)) -> {
                holds(alive == 0, "connection %s is opened while %s is alive, not asked to close", connection, alive);
                alive = connection;
                asking = false;
                if (scheduledAt != null && !atOnce) {
                    Duration waited = scene.now().minus(scheduledAt);
                    holds(
                            waited.compareTo(delay) >= 0,
                            "connection %s was opened after %s, its delay is %s",
                            connection,
                            waited,
                            delay);
                }
                scheduledAt = null;
                atOnce = false;
                openedAt = null;
            }
            case RunEvent.OnNetwork(NetworkEvent.Closing(int connection, int code)) -> {
                alive = 0;
                lasted(scene);
            }
            case RunEvent.OperationsApplied(var operations) -> {
                closes = false;
                for (Operation operation : operations) {
                    if (operation instanceof Command.OpenConnection open) {
                        closes = false;
                        before = 0;
                        scheduledAt = null; // who connects again does not wait
                        atOnce = true;
                        retryAfter = Duration.ZERO;
                        wanted();
                    } else if (operation instanceof Operation.Retry.ReconnectNow) {
                        closes = false;
                        scheduledAt = null; // what was tried in vain is remembered
                        atOnce = true;
                        wanted();
                    } else if (operation instanceof Operation.Retry.Reconnect) {
                        closes = false;
                        wanted();
                    } else if (operation instanceof Command.CloseConnection close) {
                        closes = true;
                        before = 0;
                        scheduledAt = null;
                        retryAfter = Duration.ZERO;
                        wanted();
                    }
                }
            }
            case RunEvent.OnNetwork(NetworkEvent.Opened opened) -> {
                openedAt = scene.now();
                begun = Since.now(scene);
                lasted = false;
                ends = 0;
            }
            case RunEvent.TelemetryObserved(Observation.Span.ConnectStarted started) -> {
                asking = true;
                retryAfter = Duration.ZERO;
                failureAwaited = false;
                before = isBrief(scene) ? before : 0; // an attempt at once is scheduled by nothing
            }
            case RunEvent.OnNetwork(NetworkEvent.Ended(int connection, var reason)) -> {
                if (alive == connection) { // else its end was asked for, and that was when it ended for the client
                    alive = 0;
                    lasted(scene);
                }
                ends++;
            }
            case RunEvent.CallbackStarted(Callback.OfEvent(var event), var state) -> told(event);
            case RunEvent.EventAwaited(var event) -> {
                told(event);
                failureAwaited |= event instanceof Event.ChannelConnectFailed;
            }
            case RunEvent.TelemetryObserved(Observation.ReconnectScheduled(int attempt, Duration scheduled)) -> {
                scheduledAt = scene.now();
                delay = scheduled;
                count(attempt, scene);
                judge(attempt, scheduled, scene.configuration().reconnectBackoff(), scene.configuration());
            }
            default -> {}
        }
    }

    /** An attempt that never opened ends no connection, and so says nothing of how long one lasted. */
    private void lasted(Scene scene) {
        lasted |= openedAt != null
                && begun != null
                && begun.isPast(scene.configuration().stablePeriod(), scene);
    }

    private void wanted() {
        wasOpen = null;
        established = null;
    }

    private void told(Event event) {
        if (event instanceof Event.ChannelConnectFailed(var failure)) {
            retryAfter = retryAfter(failure);
            asked = retryAfter;
            wasOpen = false;
            ends += failure instanceof Failure.CredentialsFailed ? 1 : 0;
        } else if (event instanceof Event.ChannelClosed(var reason)) {
            retryAfter = Duration.ZERO;
            before = reason instanceof DisconnectReason.Requested ? 0 : before;
            // Behind the failure of a newer attempt that was awaited, it may be an end of the past.
            wasOpen = reason instanceof DisconnectReason.Requested || failureAwaited ? null : Boolean.TRUE;
        }
    }

    /** What was tried in vain counts on, until a connection has lasted; then it begins anew. */
    private void count(int attempt, Scene scene) {
        boolean brief = isBrief(scene);
        holds(
                !brief || attempt >= before,
                "attempt %s after attempt %s, and no connection has lasted",
                attempt,
                before);
        int most = ends + (asking ? 2 : 1);
        holds(!lasted || attempt <= most, "attempt %s, though a connection has lasted: %s ends", attempt, ends);
        before = closes ? 0 : attempt;
        begun = brief ? null : begun;
    }

    /** By the client's own clock: it may hear late that the connection ended. */
    private boolean isBrief(Scene scene) {
        return begun == null
                || scene.now().minus(begun.at()).compareTo(scene.configuration().stablePeriod()) < 0;
    }

    private static Duration lesser(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration retryAfter(Failure failure) {
        return failure instanceof Failure.HandshakeRefused refused
                ? refused.header("retry-after")
                        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                        .orElse(Duration.ZERO)
                : Duration.ZERO;
    }

    private void judge(
            int attempt, Duration scheduled, Backoff backoff, dev.slipstream.core.Configuration configuration) {
        established = attempt == 1 ? wasOpen : established;
        Duration least = lesser(retryAfter, configuration.retryAfterLimit());
        holds(scheduled.compareTo(least) >= 0, "attempt %s in %s, before Retry-After", attempt, scheduled);
        if (scheduled.equals(least) || scheduled.equals(lesser(asked, configuration.retryAfterLimit()))) {
            return;
        }
        Backoff.Window afterLoss = backoff.window(attempt, true);
        Backoff.Window otherwise = backoff.window(attempt, false);
        boolean contained = established == null
                ? afterLoss.contains(scheduled) || otherwise.contains(scheduled)
                : (established ? afterLoss : otherwise).contains(scheduled);
        holds(
                contained,
                "attempt %s in %s, and the policy has %s after the loss of a connection, else %s (it was lost: %s)",
                attempt,
                scheduled,
                afterLoss,
                otherwise,
                established);
    }
}
