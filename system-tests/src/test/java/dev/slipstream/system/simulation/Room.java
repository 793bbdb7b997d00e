package dev.slipstream.system.simulation;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.simulation.SeededRandom;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** The server's side of a topic in the simulation: it does what a push asks for, and at times what nobody asked for. */
final class Room implements PhoenixChannel {

    /** What all rooms of one server have in common. */
    static final class House {

        private final SeededRandom random;
        private final Chances chances;
        private final Consumer<Trouble> troubles;
        private final Duration joinTimeout;
        private int words;
        private boolean calm;

        /**
         * Makes a house.
         *
         * @param joinTimeout of the client, to be later than it
         * @param troubled whether anything goes wrong in it
         */
        House(
                SeededRandom random,
                Chances chances,
                Duration joinTimeout,
                boolean troubled,
                Consumer<Trouble> troubles) {
            this.random = random;
            this.chances = chances;
            this.joinTimeout = joinTimeout;
            this.calm = !troubled;
            this.troubles = troubles;
        }

        /** From now on nothing goes wrong. */
        void calm() {
            calm = true;
        }

        private boolean happens(Trouble trouble, int percent) {
            boolean now =
                    !calm && chances.next(Chances.Kind.MISHAP).percent(percent) && chances.keeps(Chances.Kind.MISHAP);
            if (now) {
                troubles.accept(trouble);
            }
            return now;
        }

        /** A payload that differs from all others. */
        private Map<String, Object> words() {
            return Secrets.payload("word", ++words);
        }
    }

    private final House house;

    Room(House house) {
        this.house = house;
    }

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        if (house.happens(Trouble.JOIN_SLOW, 5)) {
            context.sleep(house.random.between(Duration.ofMillis(20), house.joinTimeout));
        } else if (house.happens(Trouble.JOIN_TOO_SLOW, 3)) {
            context.sleep(house.joinTimeout.multipliedBy(1 + house.random.below(3)));
        }
        if (house.happens(Trouble.JOIN_CRASHED, 2)) {
            throw new IllegalStateException("a join that crashes");
        }
        if (house.happens(Trouble.JOIN_REFUSED, 5)) {
            return JoinResult.error(house.words());
        }
        if (house.random.oneIn(4)) {
            context.push("welcome", house.words());
        }
        return JoinResult.ok(house.words());
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        int id = Ids.of(payload);
        switch (event) {
            case "echo" -> context.reply(Secrets.payload("id", id));
            case "talk" -> {
                for (int i = house.random.below(4); i > 0; i--) {
                    context.push("said", house.words());
                }
                context.reply(Secrets.payload("id", id));
            }
            case "shout" -> {
                context.broadcast("shouted", house.words());
                if (house.random.oneIn(4)) {
                    context.push(
                            "said", ByteBuffer.allocate(5).putInt(++house.words).array());
                }
                context.reply(Secrets.payload("id", id));
            }
            case "bytes" -> {
                house.troubles.accept(Trouble.REPLY_BINARY);
                context.reply(ByteBuffer.allocate(4).putInt(id).array());
            }
            case "fail" -> {
                house.troubles.accept(Trouble.REPLY_ERROR);
                context.reply("error", Secrets.payload("id", id));
            }
            case "odd" -> {
                house.troubles.accept(Trouble.REPLY_ODD);
                context.reply("perhaps", Secrets.payload("id", id));
            }
            case "late" -> {
                house.troubles.accept(Trouble.REPLY_LATE);
                context.replyAfter(
                        house.random.between(Duration.ofMillis(10), Duration.ofSeconds(3)),
                        "ok",
                        Secrets.payload("id", id));
            }
            case "never" -> house.troubles.accept(Trouble.REPLY_NEVER);
            case "stop" -> {
                house.troubles.accept(Trouble.CHANNEL_STOPPED);
                if (house.random.oneIn(2)) {
                    context.reply(Secrets.payload("id", id));
                }
                context.stop();
            }
            case "crash" -> {
                house.troubles.accept(Trouble.CHANNEL_CRASHED);
                throw new IllegalStateException("a push that crashes its channel");
            }
            default -> throw new IllegalArgumentException("the workload pushes no " + event);
        }
    }

    @Override
    public void handleInfo(Object message, ChannelContext context) {
        if (message instanceof Trouble trouble) {
            house.troubles.accept(trouble);
        }
        if (message == Trouble.CHANNEL_STOPPED) {
            context.stop();
        } else if (message == Trouble.CHANNEL_CRASHED) {
            throw new IllegalStateException("a channel that crashes");
        } else {
            context.push("said", house.words());
        }
    }

    @Override
    public void terminate(ChannelContext context) {
        if (house.happens(Trouble.PUSHED_AT_END, 20)) {
            context.push("said", house.words());
        }
    }
}
