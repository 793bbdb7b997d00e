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

/**
 * What processes have from outside, as small as can be: time stands still, nothing is ever due, and whoever parks does so
 * until it is woken, for ever if it is not. No step is taken that is not theirs.
 */
public final class SmallRuntime {

    /** A frame is the topic of a broadcast; or a ref, a blank and the topic of what is answered with ok. */
    public static final Serializer SERIALIZER = new Plain();

    public static final Configuration CONFIGURATION = Configuration.of("ws://localhost/socket/websocket");

    private static final Executor NONE = task -> {
        throw new IllegalStateException("no thread was to be asked for");
    };

    private SmallRuntime() {}

    public static ProcessRuntime make() {
        Scheduler never = (time, task) -> () -> {};
        Waiters waiters =
                () -> new SpinningWaiter(); // in code of ours: behind Place::new the model checker would not see it
        return new ProcessRuntime(NONE, NONE, never, () -> 0, waiters, InputProbe.NONE, Optional.empty());
    }

    /** Spins: a thread that parks the model checker wakes now and then for no reason, and this one is to wait for ever. */
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
        public Payload encode(Object value) {
            return new TextPayload("{}");
        }

        @Override
        public Frame encode(Message message) {
            return new Frame.Text(message.topic());
        }

        @Override
        public Message decode(Frame frame) throws MalformedFrameException {
            if (!(frame instanceof Frame.Text(var text))) {
                throw new MalformedFrameException("it is not text");
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
