package dev.slipstream.process;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Event;
import dev.slipstream.core.Signature;
import dev.slipstream.core.machine.connection.ConnectionInput;
import dev.slipstream.system.concurrency.ParallelRun;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One thread fills a mailbox and pauses reading. Meanwhile the client's thread empties the mailbox, and asks more than
 * once to resume reading. Afterwards reading is resumed, and the connection's state machine knows that the pause has
 * ended.
 */
public final class ReadingPauses implements Runnable {

    private static final Signature.OfEvent EVENT =
            new Signature.OfEvent(Connection.numbered(1), new Event.TopicLeft("rooms:lobby"));

    private final Queue<Object> queue = new ConcurrentLinkedQueue<>();
    private boolean isPaused;

    @Override
    public void run() {
        Mailbox mailbox = new Mailbox(1, 1 << 20);
        ReadGate gate = new ReadGate(queue, mailbox::isOverHighWater);
        ParallelRun.run(
                () -> {
                    for (int i = 0; i < 2; i++) {
                        mailbox.putEvent(EVENT);
                        gate.pauseIfFull();
                        drain(gate);
                    }
                },
                () -> {
                    for (int i = 0; i < 2; i++) {
                        take(mailbox, gate);
                    }
                });
        while (take(mailbox, gate)) {}
        drain(gate);
        check(gate.goesOn(), "reading is resumed");
        check(!isPaused, "the state machine received the end of the pause");
    }

    /** Takes one event and resumes reading, as a client does. */
    private static boolean take(Mailbox mailbox, ReadGate gate) {
        boolean taken = mailbox.take() != null;
        if (taken && mailbox.isUnderLowWater()) {
            boolean unused = gate.resume();
            unused = gate.resume(); // a client may ask twice: for the next event and for an await
        }
        return taken;
    }

    /** Applies the queued inputs, as a connection does for its machine. */
    private void drain(ReadGate gate) {
        for (Object input = queue.poll(); input != null; input = queue.poll()) {
            if (input instanceof ConnectionInput.ReadingPaused) {
                isPaused = true;
            } else {
                gate.ended();
                isPaused = false;
            }
        }
    }
}
