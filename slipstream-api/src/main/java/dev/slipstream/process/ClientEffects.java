package dev.slipstream.process;

import dev.slipstream.core.Command;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.machine.SparseQueue;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.machine.client.ClientEffect;
import dev.slipstream.core.machine.client.ClientInput;
import dev.slipstream.core.machine.client.ClientSink;
import org.jspecify.annotations.Nullable;

/**
 * Collects the effects of a client machine until it is done with an input, then carries them out in order.
 *
 * <p>Owned by the draining thread.
 */
final class ClientEffects implements ClientSink {

    private final ClientProcess.Settings settings;
    private final ClientInbox inbox;
    private final LiveConnection connection;
    private final ClientSpans spans;
    private final PendingCalls calls;
    private final SparseQueue<Object> effects = new SparseQueue<>();

    ClientEffects(
            ClientProcess.Settings settings,
            ClientInbox inbox,
            LiveConnection connection,
            ClientSpans spans,
            PendingCalls calls) {
        this.settings = settings;
        this.inbox = inbox;
        this.connection = connection;
        this.spans = spans;
        this.calls = calls;
    }

    @Override
    public void emit(Signature.OfCommand command) {
        effects.add(command);
    }

    @Override
    public void emit(ClientEffect effect) {
        effects.add(effect);
    }

    /** Drops the effects of an input that the machine did not finish. */
    void clear() {
        effects.clear();
    }

    /**
     * Carries out the collected effects.
     *
     * @param await the running wait, if any, which may take the events that the machine produced
     * @return why the client has ended; null if it has not. This is the last effect of a client.
     */
    @Nullable
    StopReason carryOut(@Nullable Await<?> await) {
        StopReason end = null;
        for (Object effect = effects.poll(); effect != null; effect = effects.poll()) {
            switch (effect) {
                case Signature.OfCommand command -> connection.give(command);
                case ClientEffect.Exit(var reason) -> end = reason;
                case Callback.OfEvent(var event) -> {
                    spans.told(event);
                    if (await != null) {
                        await.add(event);
                    }
                }
                case ClientEffect its -> carryOut(its);
                default -> throw new IllegalStateException("not an effect: " + effect.getClass());
            }
        }
        connection.signal();
        return end;
    }

    private void carryOut(ClientEffect effect) {
        switch (effect) {
            case Callback queued -> {} // the process takes it from the machine
            case ClientEffect.Exit exit -> {} // the process carries it out
            case ClientEffect.AskCredentials asked -> suppliers().ask(asked);
            case ClientEffect.AskParams asked -> suppliers().ask(asked);
            case ClientEffect.StartConnection(var number, var command) -> connect(number, command);
            case ClientEffect.Enqueue(var callback) -> inbox.put(new ClientInput.MessageTaken(callback));
            case ClientEffect.Answer(var answer) -> calls.keep(answer);
            case ClientEffect.Report(var observation) -> spans.observed(observation);
        }
    }

    private Suppliers suppliers() {
        ProcessRuntime runtime = settings.runtime();
        return new Suppliers(runtime.threads(), settings.serializer(), runtime.probe(), inbox::put, inbox::failed);
    }

    private void connect(Connection number, Command.OpenConnection command) {
        try {
            connection.begin(new ConnectionProcess(
                    number, settings.runtime(), settings.serializer(), settings.transports(), inbox, spans.of(number)));
            connection.give(new Signature.OfCommand(number, command));
        } catch (Throwable thrown) {
            Failure unexpected = new Failure.Unexpected(
                    "the serializer threw " + thrown.getClass().getName());
            inbox.tell(new Signature.OfEvent(number, new Event.ChannelConnectFailed(unexpected)));
            inbox.wake();
        }
    }
}
