package dev.slipstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Event;
import dev.slipstream.core.From;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Signature;
import dev.slipstream.core.machine.client.ClientInput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** The mailbox receives several events of a connection as one entry. */
class MailboxBatchTest {

    private static final ClientInput INPUT = new ClientInput.TimePassed();

    private final List<String> calls = new ArrayList<>();

    @Test
    void eventsOfBatchesAreTakenInOrder() {
        Mailbox mailbox = new Mailbox(1000, 1 << 20);
        put(mailbox, "a", "b", "c");
        mailbox.put(INPUT);
        put(mailbox, "d", "e");
        put(mailbox, "f");

        assertThat(names(mailbox)).containsExactly("a", "b", "c", "TimePassed", "d", "e", "f");
        assertThat(mailbox.measured(0)).isEqualTo(new Observation.QueuesMeasured(0, 0, 0, 0));
    }

    @Test
    void cursorContinuesWithinABatchAndLeavesTheOrderAsItWas() {
        Mailbox mailbox = new Mailbox(1000, 1 << 20);
        put(mailbox, "a", "b", "c", "d");
        Object first = mailbox.take();

        Mailbox.Cursor cursor = mailbox.cursor();
        Object second = cursor.next();
        Object third = cursor.next();
        assertThat(third).isNotNull();
        cursor.take(third);

        assertThat(List.of(name(first), name(second), name(third))).containsExactly("a", "b", "c");
        assertThat(mailbox.measured(0).events()).isEqualTo(2);
        assertThat(names(mailbox)).containsExactly("b", "d");
        assertThat(mailbox.measured(0)).isEqualTo(new Observation.QueuesMeasured(0, 0, 0, 0));
    }

    @Test
    void countsOfABatchAreSubtractedWhenItsLastEventIsTaken() {
        Mailbox mailbox = new Mailbox(3, 1 << 20);
        put(mailbox, "a", "b", "c");

        assertThat(mailbox.isOverHighWater()).isTrue();
        assertThat(List.of(name(mailbox.take()), name(mailbox.take()))).containsExactly("a", "b");
        assertThat(mailbox.isOverHighWater()).isTrue();
        assertThat(name(mailbox.take())).isEqualTo("c");
        assertThat(mailbox.isUnderLowWater()).isTrue();
    }

    @Test
    void batchIsSmallComparedWithTheLimitsOfTheMailbox() {
        assertThat(new Mailbox(1, 1 << 20).isFullBatch(1, 100)).isTrue();
        assertThat(new Mailbox(7, 1 << 20).isFullBatch(1, 100)).isTrue();
        assertThat(new Mailbox(8, 1 << 20).isFullBatch(1, 100)).isFalse();
        assertThat(new Mailbox(8, 1 << 20).isFullBatch(2, 200)).isTrue();
        assertThat(new Mailbox(8, 400).isFullBatch(1, 100)).isTrue();
        assertThat(new Mailbox(16_384, 16 << 20).isFullBatch(63, 1000)).isFalse();
        assertThat(new Mailbox(16_384, 16 << 20).isFullBatch(64, 1000)).isTrue();
        assertThat(new Mailbox(16_384, 16 << 20).isFullBatch(2, 1 << 16)).isTrue();
    }

    @Test
    void eventsOfABatchReachTheMailboxBeforeALaterAnswerAndOnlyOnce() {
        NewEvents events = new NewEvents(new RecordingOwner(64), gate(false));
        events.add(event("a"), false);
        events.add(event("b"), false);
        events.answer(new Operation.AnswerCaller.Refusal(new From<>(1), "the topic was left"));
        events.add(event("c"), false);

        assertThat(events.pass()).isFalse();
        assertThat(events.pass()).isFalse();
        events.wakeOwner();
        events.wakeOwner();
        assertThat(calls).containsExactly("2 events", "answer", "event", "wake");
    }

    @Test
    void fullBatchIsPassedAtOnceAndPausesReadingUnlessTheConnectionHasEnded() {
        NewEvents events = new NewEvents(new RecordingOwner(2), gate(true));
        events.add(event("a"), false);
        events.add(event("b"), false);
        assertThat(calls).containsExactly("2 events");
        assertThat(queue).hasSize(1);

        events.add(event("c"), true);
        assertThat(events.pass()).isFalse();
        assertThat(calls).containsExactly("2 events", "event");
        assertThat(queue).hasSize(1);
    }

    @Test
    void pauseAtTheEndOfABatchIsReported() {
        NewEvents events = new NewEvents(new RecordingOwner(64), gate(true));
        events.add(event("a"), false);

        assertThat(events.pass()).isTrue();
        assertThat(queue).hasSize(1);
    }

    private final ConcurrentLinkedQueue<Object> queue = new ConcurrentLinkedQueue<>();

    private ReadGate gate(boolean isFull) {
        return new ReadGate(queue, () -> isFull);
    }

    private static void put(Mailbox mailbox, String... names) {
        if (names.length == 1) {
            mailbox.putEvent(event(names[0]));
            return;
        }
        EventBatch batch = new EventBatch();
        long weight = 0;
        for (String name : names) {
            batch.add(event(name));
            weight += Mailbox.weight(event(name));
        }
        mailbox.putBatch(batch, names.length, weight);
    }

    private static List<String> names(Mailbox mailbox) {
        List<String> names = new ArrayList<>();
        for (Object mail = mailbox.take(); mail != null; mail = mailbox.take()) {
            names.add(name(mail));
        }
        return names;
    }

    private static String name(Object mail) {
        return mail instanceof Signature.OfEvent(Connection source, Event.MessageReceived message)
                ? message.event()
                : mail.getClass().getSimpleName();
    }

    private static Signature.OfEvent event(String name) {
        return new Signature.OfEvent(
                Connection.numbered(1), new Event.MessageReceived("rooms:1", name, Payload.binary(new byte[0])));
    }

    /** An owner that records its calls. */
    private final class RecordingOwner implements ConnectionOwner {

        private final int maxBatch;

        RecordingOwner(int maxBatch) {
            this.maxBatch = maxBatch;
        }

        @Override
        public void add(Signature.OfEvent event) {
            calls.add("event");
        }

        @Override
        public void add(EventBatch batch, int count, long bytes) {
            calls.add(count + " events");
        }

        @Override
        public boolean isFullBatch(int count, long bytes) {
            return count >= maxBatch;
        }

        @Override
        public void wake() {
            calls.add("wake");
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public void observed(Observation observation) {}

        @Override
        public void answered(Operation.AnswerCaller answer) {
            calls.add("answer");
        }

        @Override
        public void log(System.Logger.Level level, Connection connection, String place, Throwable thrown) {}

        @Override
        public void failed(Throwable thrown) {}
    }
}
