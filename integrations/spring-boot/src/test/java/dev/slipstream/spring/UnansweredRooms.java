package dev.slipstream.spring;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * The rooms of a server: {@code rooms:answering} answers each request, and the other rooms answer none.
 * {@code rooms:joining} does not answer the join. A room crashes when the test sends it a message.
 */
final class UnansweredRooms implements PhoenixChannel {

    /** The numbers in the requests that the server received. */
    final Queue<Integer> received = new ConcurrentLinkedQueue<>();

    /** Has a permit for each request that a room received and does not answer. */
    final Semaphore asked = new Semaphore(0);

    /** Has a permit for each join that arrived and gets no answer. */
    final Semaphore joining = new Semaphore(0);

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        if (topic.equals("rooms:joining")) {
            context.sleep(Duration.ofHours(1));
            joining.release();
        }
        return JoinResult.ok();
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        received.add(Integer.valueOf(payload.text().replaceAll("\\D", "")));
        if (context.topic().equals("rooms:answering")) {
            context.reply(Map.of());
        } else {
            asked.release();
        }
    }

    @Override
    public void handleInfo(Object message, ChannelContext context) {
        context.kill();
    }
}
