package dev.slipstream.process;

import dev.slipstream.core.Event;
import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.machine.Input;
import org.jspecify.annotations.Nullable;

/** A client process as other threads know it: what they put in, and whom that wakes. */
final class Intake implements ConnectionProcess.Owner {

    private final Mailbox mailbox;
    private final Telemetry telemetry;
    private final boolean isScript;
    private final Drain drain;
    private volatile Parking.@Nullable Place waiter;
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;

    /**
     * Makes the intake of a process.
     *
     * @param worker takes out what is put in; a script does so of itself
     */
    Intake(ClientProcess.Settings settings, Mailbox mailbox, Telemetry telemetry, Drain.Worker worker) {
        this.mailbox = mailbox;
        this.telemetry = telemetry;
        this.isScript = settings.isScript();
        this.drain =
                new Drain(worker, settings.world().callbacks(), settings.world().threads());
    }

    /** Puts in what must not be refused. */
    void put(Input.OfClient input) {
        mailbox.put(input);
        wake();
    }

    /** Asks for the end. An executor that forgot the client is found out by it. */
    void stop(StopReason reason) {
        mailbox.put(new Input.StopAsked(reason));
        unpark();
        if (!isScript) {
            drain.signalAnew();
        }
    }

    /** The process has ended: what comes now is let go of, and reading pauses for nothing. */
    void close() {
        closed = true;
    }

    // --- the connection's -------------------------------------------------------------------------------------------

    @Override
    public void tell(Signature.OfEvent event) {
        mailbox.putEvent(event);
        if (isScript && mailbox.isIncomingOverHighWater()) {
            displaced(mailbox.displaceIncoming());
        }
    }

    /** Nobody takes what a script does not wait for: the oldest plain message makes room. Returns whether there was one. */
    boolean displaced(Signature.@Nullable OfEvent letGo) {
        if (letGo != null && letGo.event() instanceof Event.MessageReceived(var topic, var name, var payload)) {
            observed(new Telemetry.Observation.MessageDisplaced(topic, name));
        }
        return letGo != null;
    }

    @Override
    public boolean isFull() {
        return mailbox.isOverHighWater() && waiter == null && !isScript && !closed;
    }

    @Override
    public void wake() {
        unpark();
        if (!isScript) {
            drain.signal();
        }
    }

    @Override
    public void observed(Telemetry.Observation observation) {
        telemetry.observed(observation);
    }

    @Override
    public void failed(Throwable thrown) {
        if (failure == null) {
            failure = thrown;
        }
        wake();
    }

    /** Why the process cannot go on, such as an executor that refuses; null as long as it can. */
    @Nullable
    Throwable failure() {
        Throwable refused = drain.failure();
        return refused == null ? failure : refused;
    }

    // --- an await's -------------------------------------------------------------------------------------------------

    /** Somebody waits there for what is put in, and reading goes on meanwhile; null if nobody does. */
    void waits(Parking.@Nullable Place place) {
        waiter = place;
    }

    boolean isAwaited() {
        return waiter != null;
    }

    private void unpark() {
        Parking.Place parked = waiter;
        if (parked != null) {
            parked.unpark();
        }
    }
}
