package dev.slipstream.core.machine.client;

import dev.slipstream.core.Command;
import dev.slipstream.core.Connection;
import dev.slipstream.core.From;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Signature;
import dev.slipstream.core.StopReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time of the current input, and the receiver of its effects. */
final class ClientOutput {

    private long now;
    /** The receiver of the effects; null between two inputs. */
    private @Nullable ClientSink sink;

    void begin(long time, ClientSink receiver) {
        now = time;
        sink = receiver;
    }

    void end() {
        sink = null;
    }

    long now() {
        return now;
    }

    /** Returns the current time plus this duration. */
    long after(Duration span) {
        return now + span.toNanos();
    }

    void send(Connection connection, Command command) {
        sink().emit(new Signature.OfCommand(connection, command));
    }

    void emit(ClientEffect effect) {
        sink().emit(effect);
    }

    void report(Observation observation) {
        emit(new ClientEffect.Report(observation));
    }

    void answer(Operation.AnswerCaller answer) {
        emit(new ClientEffect.Answer(answer));
    }

    /** Handles a callback that will not run: answers its caller, if any, and sends its report, if any. */
    void notRun(Callback callback, @Nullable StopReason reason) {
        From<?> caller = callback.caller();
        if (caller != null) {
            ended(caller, reason);
        }
        if (callback instanceof Callback.Run run && run.ifNotRun() != null) {
            report(run.ifNotRun());
        }
    }

    void ended(From<?> from, @Nullable StopReason reason) {
        answer(new Operation.AnswerCaller.Ended(from, "the client has ended: " + reason));
    }

    /** Reports to telemetry that an event of this connection is dropped. */
    void dropped(Connection source) {
        report(new Observation.EventDropped(Connection.numbered(source.number())));
    }

    private ClientSink sink() {
        if (sink == null) {
            throw new IllegalStateException("cannot emit an effect outside of an input");
        }
        return sink;
    }
}
