// This file has more than 300 lines, because the phases of an attempt and their transition table are in one place.
package dev.slipstream.core.machine.client;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.ConnectionStatus;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.DurationLimits;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.Operation;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.ReconnectPolicy.Decision;
import dev.slipstream.core.machine.time.Deadlines;
import dev.slipstream.core.machine.time.HttpDate;
import dev.slipstream.core.machine.time.Jitter;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Connects and reconnects one client. Makes one attempt at a time, gives each attempt a new connection number, and sets
 * the backoff between attempts.
 *
 * <pre>
 * about it    IDLE              BACKING_OFF              ASKING                     OPENING                    OPEN
 * connect     note ask ASKING   note ask ASKING          note ask                   CloseConnection            note
 * disconnect  note              note ChannelClosed IDLE  ChannelClosed IDLE         CloseConnection            CloseConnection
 * reconnect   note BACKING_OFF  note                     note                       note                       note
 * at once     note ask ASKING   note ask ASKING          note                       note                       note
 * given       -                 -                        start OPENING              -                          -
 * refused     -                 -                        ChannelConnectFailed IDLE  -                          -
 * connected   note              note                     note                       ChannelConnected OPEN      -
 * failed      note              note                     note                       ChannelConnectFailed IDLE  ChannelConnectFailed IDLE
 * lost        note              note                     note                       ChannelClosed IDLE         ChannelClosed IDLE
 * time        -                 note ask ASKING          ChannelConnectFailed IDLE  -                          -
 * </pre>
 *
 * <p>{@link ClientMachine} explains the cells. In BACKING_OFF the client waits before the next attempt. In ASKING it
 * waits for the supplier of credentials. The row {@code at once} is a reconnect without a delay. The rows {@code given}
 * and {@code refused} are the answers of the supplier of credentials. The row {@code time} is the end of the backoff,
 * or the deadline of the supplier.
 *
 * <p>A connect or disconnect of user code ends BACKING_OFF and ASKING at once. In OPENING and OPEN, the connection must
 * close first. The client waits for the last event of the connection before it goes on. A replaced attempt ends without
 * an event. When an attempt or a connection ends, the policy decides about the next attempt before the callback runs.
 * After the callback has returned, the client carries out the decision, unless the callback decided otherwise.
 *
 * <p>The phase is internal. {@link CurrentState} has the connection status that users see.
 */
final class Reconnector {

    private enum Phase {
        IDLE,
        BACKING_OFF,
        ASKING,
        OPENING,
        OPEN
    }

    /**
     * The maximum for {@code Retry-After}, in seconds. No configured limit exceeds this maximum, and its nanoseconds
     * fit into a {@code long}.
     */
    private static final long LONGEST_SECONDS = DurationLimits.LONGEST.toSeconds();

    private static final ClientTimer STABLE = new ClientTimer.ConnectionStable();

    private final ClientOutput output;
    private final CurrentState state;
    private final CallbackQueue callbacks;
    private final Deadlines<ClientTimer> deadlines;
    private final Jitter jitter;
    private Phase phase = Phase.IDLE;
    private Connection connection = Connection.numbered(0);
    private @Nullable Configuration configuration;
    /** The configuration to use after the current connection has ended. */
    private @Nullable Configuration next;

    private int failed;
    private int unauthorized;
    private int tlsFailed;
    /** The number of attempts in a row that were scheduled with the slow backoff. */
    private int slow;

    private boolean wasEstablished;
    private @Nullable DisconnectReason last;
    /**
     * The minimum of the next delay, in nanoseconds, from the server's {@code Retry-After} header; 0 if there is none.
     */
    private long floor;
    /** The policy's decision about the next attempt, until the client has carried it out; otherwise null. */
    private @Nullable Decision decision;

    private Deadlines.@Nullable Entry<ClientTimer> entry;

    Reconnector(
            ClientOutput output,
            CurrentState state,
            CallbackQueue callbacks,
            Deadlines<ClientTimer> deadlines,
            Jitter jitter) {
        this.output = output;
        this.state = state;
        this.callbacks = callbacks;
        this.deadlines = deadlines;
        this.jitter = jitter;
    }

    /** The connection of the current attempt, or of the last attempt if no attempt is under way. */
    Connection connection() {
        return connection;
    }

    /** Why the last attempt or connection ended; {@code Requested} if none has ended. */
    DisconnectReason lastReason() {
        return last == null ? new DisconnectReason.Requested() : last;
    }

    /** Sends a command to the current connection. */
    void send(Command command) {
        output.send(connection, command);
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    /** Whether this is the current connection, and is open or opening. Events of other connections are dropped. */
    boolean isLive(Connection source) {
        return source.equals(connection) && (phase == Phase.OPENING || phase == Phase.OPEN);
    }

    /** Whether a newer connect replaced the attempt under way. Events of the replaced attempt are ignored. */
    boolean isReplaced() {
        return phase == Phase.OPENING && next != null;
    }

    /**
     * Connects at the user's request: at once, or after the current connection has ended. Earlier failures are not
     * forgotten.
     */
    void connect(Configuration wanted) {
        switch (phase) {
            case IDLE, BACKING_OFF, ASKING -> {
                configuration = wanted;
                begin();
            }
            case OPENING -> {
                next = wanted;
                send(new Command.CloseConnection());
            }
            case OPEN -> next = wanted;
        }
    }

    /** Disconnects at the user's request: at once, unless a connection must close first. */
    void disconnect() {
        next = null;
        decision = null;
        switch (phase) {
            case IDLE -> count(new DisconnectReason.Requested()); // no event, because no attempt and no connection ends
            case BACKING_OFF -> {
                output.report(new Observation.ReconnectCancelled());
                disconnected();
            }
            case ASKING -> disconnected();
            case OPENING, OPEN -> send(new Command.CloseConnection());
        }
    }

    /** Ends an attempt that has no connection yet. */
    private void disconnected() {
        count(new DisconnectReason.Requested());
        callbacks.add(closed());
    }

    /** Applies and returns the event that ends the connection at the request of the client. */
    Event closed() {
        Event closed = new Event.ChannelClosed(new DisconnectReason.Requested());
        state.apply(connection, closed);
        return closed;
    }

    /** Reconnects without a delay, unless an attempt is under way. */
    void reconnectNow() {
        switch (phase) {
            case IDLE, BACKING_OFF -> connect(next == null ? configured() : next);
            case ASKING, OPENING, OPEN ->
                output.report(DroppedOperations.report(new Operation.Retry.ReconnectNow(), state.get(), true));
        }
    }

    /**
     * Reconnects at the user's request. If the policy has just decided to reconnect, the delay is the one that the
     * policy chose, otherwise the next delay of the backoff.
     */
    void reconnect() {
        Decision made = decision;
        decision = null;
        if (next != null) {
            connect(next);
        } else {
            schedule(made == null || made == Decision.GIVE_UP ? Decision.BACKOFF : made);
        }
    }

    /** Schedules the next attempt. The delay is never shorter than the server asked for. */
    private void schedule(Decision urgency) {
        endAttempt();
        slow = urgency == Decision.SLOW_BACKOFF ? slow + 1 : 0;
        int attempt = Math.max(failed, 1);
        long delay = Math.max(delay(urgency, attempt), floor);
        phase = Phase.BACKING_OFF;
        entry = deadlines.set(output.now() + delay, new ClientTimer.ConnectAgain());
        output.report(new Observation.ReconnectScheduled(attempt, Duration.ofNanos(delay), lastReason(), urgency));
    }

    private long delay(Decision urgency, int attempt) {
        Configuration used = configured();
        return switch (urgency) {
            case AT_ONCE, GIVE_UP -> 0; // no attempt is scheduled after GIVE_UP
            case BACKOFF -> drawn(UserPolicy.reconnectDelay(used, attempt, wasEstablished, output));
            case SLOW_BACKOFF -> drawn(UserPolicy.slowReconnectDelay(used, slow, wasEstablished, output));
        };
    }

    private long drawn(Backoff.Window window) {
        return window.at(jitter.next()).toNanos();
    }

    /** Closes the connection or ends the attempt, because the client ends. */
    void stop() {
        switch (phase) {
            case IDLE, BACKING_OFF, ASKING -> {}
            case OPENING, OPEN -> send(new Command.CloseConnection());
        }
        next = null;
        endAttempt();
    }

    /** Begins a new attempt by asking for credentials. */
    void begin() {
        Configuration wanted = configured();
        endAttempt();
        next = null; // this attempt also serves a connect that waited for the end of the connection
        phase = Phase.ASKING;
        connection = Connection.numbered(connection.number() + 1);
        ClientTimer overdue = new ClientTimer.CredentialsOverdue(connection);
        entry = deadlines.set(output.after(wanted.credentialsTimeout()), overdue);
        output.report(new Span.ConnectStarted(connection, failed + 1));
        output.emit(new ClientEffect.AskCredentials(
                connection,
                wanted.credentialsSupplier(),
                new Credentials.Attempt(failed + 1, Optional.ofNullable(last))));
    }

    /** Whether this attempt waits for credentials. */
    boolean isAsking(Connection attempt) {
        return phase == Phase.ASKING && attempt.equals(connection);
    }

    /** Starts the connection with the credentials of this attempt, unless the credentials are late. */
    void given(Connection attempt, Credentials credentials) {
        if (isAsking(attempt)) {
            endAttempt();
            phase = Phase.OPENING;
            // The connection adds the credentials of the configuration.
            output.emit(new ClientEffect.StartConnection(
                    connection, new Command.OpenConnection(configured(), credentials)));
        }
    }

    /** Handles an opened websocket. Returns whether the client still wants the connection. */
    boolean opened(Connection source, Event event) {
        if (phase == Phase.OPEN || isReplaced() || state.connection() == ConnectionStatus.DISCONNECTING) {
            return false;
        }
        connection = source;
        phase = Phase.OPEN;
        entry = deadlines.set(output.after(configured().stablePeriod()), STABLE);
        state.apply(source, event);
        return true;
    }

    /** Forgets earlier failures, because the connection has lasted for the stable period. */
    void stable() {
        entry = null;
        failed = 0;
        unauthorized = 0;
        tlsFailed = 0;
        slow = 0;
        wasEstablished = false;
    }

    /**
     * Ends the attempt or the connection. A replaced attempt ends without an event. The newer attempt begins at once,
     * because the running callback may await the new connection. A cancelled attempt always ends with
     * {@code ChannelClosed(Requested)}. Asks the policy about the next attempt, unless user code has already decided.
     *
     * @return the event if a callback gets one, else null
     */
    @Nullable
    Event ended(Connection source, Event event, DisconnectReason reason) {
        Configuration newer = isReplaced() ? next : null;
        boolean isAsked = state.connection() == ConnectionStatus.DISCONNECTING;
        boolean wasOpening = phase == Phase.OPENING;
        // If the user has already asked to disconnect, the failure is not counted.
        count(isAsked ? new DisconnectReason.Requested() : reason);
        state.apply(source, event);
        if (newer != null) {
            decision = null;
            connectNext(newer);
            return null;
        }
        decision = decided();
        return isAsked && wasOpening ? new Event.ChannelClosed(new DisconnectReason.Requested()) : event;
    }

    /** Counts the end of an attempt or of a connection, and keeps its reason. */
    private void count(DisconnectReason reason) {
        wasEstablished = failed == 0 ? phase == Phase.OPEN : wasEstablished;
        endAttempt();
        last = KeptReason.of(reason);
        floor = 0;
        switch (reason) {
            case DisconnectReason.Requested() -> {
                failed = 0;
                unauthorized = 0;
                tlsFailed = 0;
                slow = 0;
            }
            case DisconnectReason.ConnectFailed(Failure.HandshakeRefused refusal) -> {
                failed++;
                unauthorized = refusal.status() == 401 || refusal.status() == 403 ? unauthorized + 1 : 0;
                tlsFailed = 0;
                floor = retryAfter(refusal);
            }
            case DisconnectReason.ConnectFailed(Failure.TlsFailed tls) -> {
                failed++;
                unauthorized = 0;
                tlsFailed++;
            }
            case DisconnectReason other -> { // no other reason concerns authorization or TLS
                failed++;
                unauthorized = 0;
                tlsFailed = 0;
            }
        }
    }

    /** Asks the policy about the next attempt. If the policy gives up, the connection is no longer wanted. */
    private Decision decided() {
        Configuration used = configuration;
        DisconnectReason reason = last;
        if (next != null) {
            return Decision.AT_ONCE; // the user has asked to connect again, so the policy is not asked
        }
        if (used == null || reason == null || reason instanceof DisconnectReason.Requested) {
            state.update(state.get().withoutWantedConnection());
            return Decision.GIVE_UP;
        }
        var tries = new ReconnectPolicy.Tries(failed, unauthorized, tlsFailed);
        Decision answer = UserPolicy.reconnects(used, reason, tries, output);
        if (answer == Decision.GIVE_UP) {
            state.update(state.get().withoutWantedConnection());
        }
        return answer;
    }

    /** Carries out the policy's decision about the next attempt, unless a callback has decided otherwise. */
    void settle() {
        Decision made = decision;
        decision = null;
        if (made == null) {
            return;
        }
        if (next != null) {
            connectNext(next);
        } else if (state.connection() == ConnectionStatus.DISCONNECTED) {
            carryOut(made);
        }
    }

    private void carryOut(Decision made) {
        if (state.get().wantsConnection()) {
            state.apply(new Operation.Retry.Reconnect());
            schedule(made);
        } else if (made == Decision.GIVE_UP && last != null && !(last instanceof DisconnectReason.Requested)) {
            output.report(new Observation.ReconnectAbandoned(failed, last));
        }
    }

    private void connectNext(Configuration wanted) {
        next = null;
        connect(wanted);
        state.update(state.get().withAttempt(connection));
    }

    private void endAttempt() {
        deadlines.cancel(entry);
        entry = null;
        phase = Phase.IDLE;
    }

    /**
     * Returns the delay that the server asked for in {@code Retry-After} (RFC 9110 section 10.2.3), in nanoseconds; 0
     * if the server asked for no delay.
     */
    private long retryAfter(Failure.HandshakeRefused refusal) {
        if (refusal.status() != 429 && refusal.status() != 503) {
            return 0;
        }
        long asked = Math.clamp(secondsOf(refusal), 0, LONGEST_SECONDS) * 1_000_000_000;
        return Math.min(asked, configured().retryAfterLimit().toNanos());
    }

    private static long secondsOf(Failure.HandshakeRefused refusal) {
        String after = refusal.header("retry-after").orElse("");
        boolean isNumber = after.chars().allMatch(c -> c >= '0' && c <= '9');
        if (isNumber) {
            int digits = after.length();
            return digits == 0 ? 0 : digits > 9 ? LONGEST_SECONDS : Long.parseLong(after);
        }
        // If the response had no Date header, the connection process added one, because this machine has no clock.
        OptionalLong until = HttpDate.seconds(after);
        OptionalLong now = HttpDate.seconds(refusal.header("date").orElse(""));
        return until.isPresent() && now.isPresent() ? until.getAsLong() - now.getAsLong() : 0;
    }

    private Configuration configured() {
        if (configuration == null) {
            throw new IllegalStateException("cannot connect in phase " + phase + ": there is no configuration");
        }
        return configuration;
    }

    @Override
    public String toString() {
        return phase + ", " + connection + ", " + configuration + ", next=" + next
                + ", failed=" + failed + ", unauthorized=" + unauthorized + ", tlsFailed=" + tlsFailed + ", slow="
                + slow
                + ", wasEstablished=" + wasEstablished + ", last=" + last + ", floor=" + Duration.ofNanos(floor)
                + (decision == null ? "" : ", decided " + decision);
    }
}
