package dev.slipstream.system.simulation;

import dev.slipstream.core.Payload;
import dev.slipstream.simulation.SeededRandom;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** A channel of the simulated server. The event of a push selects the answer. Sometimes the channel fails at random. */
final class RandomChannel implements PhoenixChannel {

    /** The state that all channels of one server share. */
    static final class ChannelBehavior {

        private final SeededRandom random;
        private final RandomActions actions;
        private final Consumer<AppFault> appFaults;
        private final Duration joinTimeout;
        private int payloads;
        private boolean calm;

        /**
         * Creates the shared state.
         *
         * @param joinTimeout the join timeout of the client; some joins take longer
         * @param withFaults whether channels may fail at random
         */
        ChannelBehavior(
                SeededRandom random,
                RandomActions actions,
                Duration joinTimeout,
                boolean withFaults,
                Consumer<AppFault> appFaults) {
            this.random = random;
            this.actions = actions;
            this.joinTimeout = joinTimeout;
            this.calm = !withFaults;
            this.appFaults = appFaults;
        }

        /** Stops all random faults. */
        void calm() {
            calm = true;
        }

        private boolean happens(AppFault fault, int percent) {
            boolean occurs = !calm
                    && actions.next(RandomActions.Kind.MISHAP).percent(percent)
                    && actions.isIncluded(RandomActions.Kind.MISHAP);
            if (occurs) {
                appFaults.accept(fault);
            }
            return occurs;
        }

        /** Returns a payload that was not returned before. */
        private Map<String, Object> newPayload() {
            return Secrets.payload("word", ++payloads);
        }
    }

    private final ChannelBehavior behavior;

    RandomChannel(ChannelBehavior behavior) {
        this.behavior = behavior;
    }

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        if (behavior.happens(AppFault.JOIN_SLOW, behavior.joinTimeout.toSeconds() > 3 ? 20 : 5)) {
            context.sleep(behavior.random.between(Duration.ofMillis(20), behavior.joinTimeout));
        } else if (behavior.happens(AppFault.JOIN_TOO_SLOW, 3)) {
            context.sleep(behavior.joinTimeout.multipliedBy(1 + behavior.random.below(3)));
        }
        if (behavior.happens(AppFault.JOIN_CRASHED, 2)) {
            throw new IllegalStateException("a join that crashes");
        }
        if (behavior.happens(AppFault.JOIN_REFUSED, 5)) {
            return JoinResult.error(behavior.newPayload());
        }
        if (behavior.random.oneIn(4)) {
            context.push("welcome", behavior.newPayload());
        }
        return JoinResult.ok(behavior.newPayload());
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        int id = PayloadIds.of(payload);
        switch (event) {
            case "echo" -> context.reply(Secrets.payload("id", id));
            case "talk" -> {
                for (int i = behavior.random.below(4); i > 0; i--) {
                    context.push("said", behavior.newPayload());
                }
                context.reply(Secrets.payload("id", id));
            }
            case "shout" -> {
                context.broadcast("shouted", behavior.newPayload());
                if (behavior.random.oneIn(4)) {
                    context.push(
                            "said",
                            ByteBuffer.allocate(5).putInt(++behavior.payloads).array());
                }
                context.reply(Secrets.payload("id", id));
            }
            case "bytes" -> {
                behavior.appFaults.accept(AppFault.REPLY_BINARY);
                context.reply(ByteBuffer.allocate(4).putInt(id).array());
            }
            case "fail" -> {
                behavior.appFaults.accept(AppFault.REPLY_ERROR);
                context.reply("error", Secrets.payload("id", id));
            }
            case "odd" -> {
                behavior.appFaults.accept(AppFault.REPLY_ODD);
                context.reply("perhaps", Secrets.payload("id", id));
            }
            case "late" -> {
                behavior.appFaults.accept(AppFault.REPLY_LATE);
                context.replyAfter(
                        behavior.random.between(Duration.ofMillis(10), Duration.ofSeconds(3)),
                        "ok",
                        Secrets.payload("id", id));
            }
            case "never" -> behavior.appFaults.accept(AppFault.REPLY_NEVER);
            case "stop" -> {
                behavior.appFaults.accept(AppFault.CHANNEL_STOPPED);
                if (behavior.random.oneIn(2)) {
                    context.reply(Secrets.payload("id", id));
                }
                context.stop();
            }
            case "crash" -> {
                behavior.appFaults.accept(AppFault.CHANNEL_CRASHED);
                throw new IllegalStateException("a push that crashes its channel");
            }
            default -> throw new IllegalArgumentException("unknown event of a push: " + event);
        }
    }

    @Override
    public void handleInfo(Object message, ChannelContext context) {
        if (message instanceof AppFault fault) {
            behavior.appFaults.accept(fault);
        }
        if (message == AppFault.CHANNEL_STOPPED) {
            context.stop();
        } else if (message == AppFault.CHANNEL_CRASHED) {
            throw new IllegalStateException("a channel that crashes");
        } else {
            context.push("said", behavior.newPayload());
        }
    }

    @Override
    public void terminate(ChannelContext context) {
        if (behavior.happens(AppFault.PUSHED_AT_END, 20)) {
            context.push("said", behavior.newPayload());
        }
    }
}
