package dev.slipstream.channels;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.channels.MessageBuffer.Overflow;
import dev.slipstream.core.Payload;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the message buffer of a subscriber with a simple model, for random messages. */
class MessageBacklogTest {

    private static final int MESSAGES = 5;
    private static final int BYTES = 20;

    private static ChannelMessage message(int bytes) {
        return new ChannelMessage("rooms:1", "n", Payload.binary(new byte[bytes]));
    }

    private static int bytes(Deque<ChannelMessage> messages) {
        return messages.stream().mapToInt(one -> one.payload().size()).sum();
    }

    private static boolean fits(Deque<ChannelMessage> model, ChannelMessage message) {
        return model.isEmpty()
                || model.size() < MESSAGES && bytes(model) + message.payload().size() <= BYTES;
    }

    @ParameterizedTest
    @EnumSource
    void boundsAndPolicyHoldForRandomMessages(Overflow overflow) {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            MessageBacklog backlog = new MessageBacklog(new MessageBuffer(MESSAGES, BYTES, overflow));
            Deque<ChannelMessage> model = new ArrayDeque<>();
            boolean hasFailed = false;
            for (int step = 0; step < 200; step++) {
                if (random.nextInt(3) == 0) {
                    assertThat(backlog.take()).as("seed %d", seed).isSameAs(model.poll());
                } else {
                    ChannelMessage message = message(random.nextInt(30));
                    int expected = 0;
                    if (!hasFailed && fits(model, message)) {
                        model.add(message);
                    } else if (overflow == Overflow.DROP_OLDEST) {
                        for (; !fits(model, message); model.remove()) {
                            expected++;
                        }
                        model.add(message);
                    } else {
                        expected = 1;
                        hasFailed |= overflow == Overflow.FAIL;
                    }
                    assertThat(backlog.add(message)).as("seed %d", seed).isEqualTo(expected);
                }
                assertThat(backlog.isEmpty()).isEqualTo(model.isEmpty());
                assertThat(backlog.hasFailed()).isEqualTo(hasFailed);
            }
            backlog.clear();
            assertThat(backlog.take()).isNull();
        }
    }
}
