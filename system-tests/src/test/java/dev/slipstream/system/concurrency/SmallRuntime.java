package dev.slipstream.system.concurrency;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.process.InputProbe;
import dev.slipstream.process.ProcessRuntime;
import dev.slipstream.process.Scheduler;
import dev.slipstream.process.Waiters;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A minimal {@link ProcessRuntime}. The clock never advances, no timer fires, and a parked thread waits until it is
 * woken. So every step of a schedule belongs to the tested classes.
 */
public final class SmallRuntime {

    /** Decodes a frame {@code TOPIC} as a broadcast, and a frame {@code REF TOPIC} as an ok reply. */
    public static final Serializer SERIALIZER = new Plain();

    public static final Configuration CONFIGURATION = Configuration.of("ws://localhost/socket/websocket");

    private static final Executor NONE = task -> {
        throw new IllegalStateException("the scenario must not start a thread");
    };

    private SmallRuntime() {}

    public static ProcessRuntime make() {
        Scheduler never = (time, task) -> () -> {};
        Waiters waiters =
                () -> new SpinningWaiter(); // not SpinningWaiter::new: the model checker would not see that object
        return new ProcessRuntime(NONE, NONE, never, () -> 0, waiters, InputProbe.NONE, Optional.empty());
    }

    /**
     * Spins instead of parking. The model checker wakes parked threads at random, but a spinning thread waits until it
     * is woken.
     */
    private static final class SpinningWaiter implements Waiters.Waiter {

        private final AtomicBoolean permit = new AtomicBoolean();

        @Override
        public boolean parkUntil(Duration time) {
            while (!permit.compareAndSet(true, false)) {
                Thread.onSpinWait();
            }
            return true;
        }

        @Override
        public void unpark() {
            permit.set(true);
        }
    }

    private static final class Plain implements Serializer {

        @Override
        public String vsn() {
            return "2.0.0";
        }

        @Override
        public Payload encode(@Nullable Object value) {
            return new TextPayload("{}");
        }

        @Override
        public Frame encode(Message message) {
            return new Frame.Text(message.topic());
        }

        @Override
        public Message decode(Frame frame) throws MalformedFrameException {
            if (!(frame instanceof Frame.Text(var text))) {
                throw new MalformedFrameException("not a text frame");
            }
            int blank = text.indexOf(' ');
            if (blank < 0) {
                return Message.of(null, null, text, "said", new TextPayload("{}"));
            }
            String ref = text.substring(0, blank);
            return Message.reply(ref, ref, text.substring(blank + 1), "ok", new TextPayload("{}"));
        }
    }
}
