package dev.slipstream.core.machine.client;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.machine.time.Deadlines;
import dev.slipstream.core.machine.time.Jitter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connects and reconnects one client: it makes one attempt at a time, each with a new connection number, and owns the
 * backoff between attempts.
 *
 * <pre>
 * about it    IDLE              BACKING_OFF         ASKING                     OPENING                    OPEN
 * connect     note ask ASKING   note ask ASKING     note ask                   CloseConnection            note
 * disconnect  note              ChannelClosed IDLE  ChannelClosed IDLE         CloseConnection            CloseConnection
 * reconnect   note BACKING_OFF  note                note                       note                       note
 * at once     note ask ASKING   note ask ASKING     -                          -                          note
 * given       -                 -                   start OPENING              -                          -
 * refused     -                 -                   ChannelConnectFailed IDLE  -                          -
 * connected   note              note                note                       ChannelConnected OPEN      -
 * failed      note              note                note                       ChannelConnectFailed IDLE  ChannelConnectFailed IDLE
 * lost        note              note                note                       ChannelClosed IDLE         ChannelClosed IDLE
 * time        -                 note ask ASKING     ChannelConnectFailed IDLE  -                          -
 * </pre>
 *
 * <p>A newer connect or disconnect ends BACKING_OFF and ASKING at once. In OPENING and OPEN it closes the connection,
 * and the next step waits for that connection's last event; the replaced attempt ends without an event. From IDLE the
 * policy decides, after the callback has returned.
 */
final class Reconnector {

    enum Phase {
        IDLE,
        BACKING_OFF,
        ASKING,
        OPENING,
        OPEN
    }

    private static final ClientTimer STABLE = new ClientTimer.ConnectionStable();

    private final Deadlines<ClientTimer> deadlines;
    private final Jitter jitter;
    private Phase phase = Phase.IDLE;
    private Connection connection = Connection.numbered(0);
    private @Nullable Configuration configuration;
    private @Nullable Configuration next;
    private boolean replaced;
    private int failed;
    private int unauthorized;
    private boolean wasEstablished;
    private @Nullable DisconnectReason last;
    private Duration floor = Duration.ZERO;
    private Deadlines.@Nullable Entry<ClientTimer> entry;

    Reconnector(Deadlines<ClientTimer> deadlines, Jitter jitter) {
        this.deadlines = deadlines;
        this.jitter = jitter;
    }

    Phase phase() {
        return phase;
    }

    Connection connection() {
        return connection;
    }

    /** Whether a newer connect replaced the attempt under way; its events are ignored. */
    boolean isReplaced() {
        return replaced;
    }

    /** Removes and returns the configuration to use after the current connection has ended. */
    Optional<Configuration> takeNext() {
        Optional<Configuration> taken = Optional.ofNullable(next);
        next = null;
        replaced = false;
        return taken;
    }

    /** Connects as the user asks: at once, or after the last connection has ended. Earlier failures still count. */
    void connect(Duration now, Configuration wanted, Consumer<? super ClientEffect> effects) {
        switch (phase) {
            case IDLE, BACKING_OFF, ASKING -> {
                configuration = wanted;
                begin(now, effects);
            }
            case OPENING -> {
                next = wanted;
                replaced = true;
                effects.accept(new ClientEffect.SendCommand(connection, new Command.CloseConnection()));
            }
            case OPEN -> next = wanted;
        }
    }

    /**
     * Disconnects as the user asks. Returns whether that is complete at once; if not, the connection was told to
     * close.
     */
    boolean disconnect(Consumer<? super ClientEffect> effects) {
        next = null;
        return switch (phase) {
            case IDLE -> false;
            case BACKING_OFF, ASKING -> {
                cancelTimer();
                yield true;
            }
            case OPENING, OPEN -> {
                replaced = false;
                effects.accept(new ClientEffect.SendCommand(connection, new Command.CloseConnection()));
                yield false;
            }
        };
    }

    /** Asks for credentials, for a new attempt. */
    void begin(Duration now, Consumer<? super ClientEffect> effects) {
        Configuration wanted = configured();
        cancelTimer();
        next = null; // this attempt is newer
        phase = Phase.ASKING;
        connection = Connection.numbered(connection.number() + 1);
        entry = deadlines.set(now.plus(wanted.credentialsTimeout()), new ClientTimer.CredentialsOverdue(connection));
        effects.accept(new ClientEffect.Report(new Span.ConnectStarted(connection, failed + 1)));
        effects.accept(new ClientEffect.AskCredentials(
                connection,
                wanted.credentialsSupplier(),
                new Credentials.Attempt(failed + 1, Optional.ofNullable(last))));
    }

    /** Whether events of this connection still count. */
    boolean isLive(Connection source) {
        return source.equals(connection) && (phase == Phase.OPENING || phase == Phase.OPEN);
    }

    boolean isAsking(Connection attempt) {
        return phase == Phase.ASKING && attempt.equals(connection);
    }

    /** Starts the connection with these credentials. */
    void open(Credentials asked, Consumer<? super ClientEffect> effects) {
        Configuration wanted = configured();
        cancelTimer();
        phase = Phase.OPENING;
        // The connection adds the credentials of the configuration.
        effects.accept(new ClientEffect.StartConnection(connection, new Command.OpenConnection(wanted, asked)));
    }

    void opened(Duration now, Connection open) {
        connection = open;
        phase = Phase.OPEN;
        entry = deadlines.set(now.plus(configured().stablePeriod()), STABLE);
    }

    /** Forgets earlier failures, because the connection has lasted for the stable period. */
    void stable() {
        entry = null;
        failed = 0;
        unauthorized = 0;
        wasEstablished = false;
    }

    /** Records why the attempt or the connection ended. */
    void ended(DisconnectReason reason) {
        wasEstablished = failed == 0 ? phase == Phase.OPEN : wasEstablished;
        cancelTimer();
        last = KeptReason.of(reason);
        floor = Duration.ZERO;
        switch (reason) {
            case DisconnectReason.Requested() -> {
                failed = 0;
                unauthorized = 0;
            }
            case DisconnectReason.ConnectFailed(Failure.HandshakeRefused refusal) -> {
                failed++;
                unauthorized = refusal.status() == 401 || refusal.status() == 403 ? unauthorized + 1 : 0;
                floor = retryAfter(refusal);
            }
            case DisconnectReason.Closed closed -> fail();
            case DisconnectReason.Failed lost -> fail();
            case DisconnectReason.ConnectFailed otherwise -> fail(); // no other failure concerns authorization
        }
    }

    private void fail() {
        failed++;
        unauthorized = 0;
    }

    /** Whether the policy wants to retry after the last end. */
    boolean isRetried() {
        return configuration != null
                && last != null
                && !(last instanceof DisconnectReason.Requested)
                && configuration.reconnectPolicy().reconnects(last, new ReconnectPolicy.Tries(failed, unauthorized));
    }

    Optional<DisconnectReason> lastEnd() {
        return Optional.ofNullable(last);
    }

    /** Sets the time of the next attempt. */
    void schedule(Duration now, Consumer<? super ClientEffect> effects) {
        cancelTimer();
        int attempt = Math.max(failed, 1);
        Backoff.Window window = configured().reconnectBackoff().window(attempt, wasEstablished);
        Duration delay = window.at(jitter.next());
        delay = delay.compareTo(floor) < 0 ? floor : delay;
        phase = Phase.BACKING_OFF;
        entry = deadlines.set(now.plus(delay), new ClientTimer.ConnectAgain());
        effects.accept(new ClientEffect.Report(new Observation.ReconnectScheduled(attempt, delay)));
    }

    /** Cancels the backoff. */
    void cancelTimer() {
        deadlines.cancel(entry);
        entry = null;
        phase = Phase.IDLE;
    }

    /** Reads only the form in seconds (RFC 9110 section 10.2.3), because the other form needs a clock. */
    private Duration retryAfter(Failure.HandshakeRefused refusal) {
        if (refusal.status() != 429 && refusal.status() != 503) {
            return Duration.ZERO;
        }
        String seconds = refusal.header("retry-after").orElse("");
        if (seconds.isEmpty() || seconds.length() > 9 || !seconds.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Duration.ZERO;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(seconds));
        Duration limit = configured().retryAfterLimit();
        return asked.compareTo(limit) > 0 ? limit : asked;
    }

    private Configuration configured() {
        if (configuration == null) {
            throw new IllegalStateException("cannot connect in phase " + phase + ": there is no configuration");
        }
        return configuration;
    }

    @Override
    public String toString() {
        return phase + ", " + connection + ", failed=" + failed + ", unauthorized=" + unauthorized
                + (next == null ? "" : ", next connect waits") + (replaced ? ", replaced" : "");
    }
}
