package dev.slipstream.process;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Event;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Signature;
import dev.slipstream.system.concurrency.ParallelRun;
import dev.slipstream.system.concurrency.TextPayload;

/**
 * The mailbox of a session's script holds one event. One thread adds a second event and displaces the oldest event, as
 * for a full mailbox. Meanwhile the script takes events. No event is taken twice, and the mailbox counts exactly the
 * bytes that it holds. The two events are equal but have different sizes, because white space in their JSON differs. So
 * if the mailbox removed the wrong one of them, its count of bytes would be wrong.
 */
public final class ScriptMailbox implements Runnable {

    private static final Connection CONNECTION = Connection.numbered(1);

    @Override
    public void run() {
        Mailbox mailbox = new Mailbox(16, 1 << 20);
        mailbox.putEvent(message("{\"a\":1}"));
        int[] counts = new int[2];
        ParallelRun.run(
                () -> {
                    mailbox.putEvent(message("{ \"a\" : 1 }"));
                    counts[0] += mailbox.displaceIncoming(event -> true) == null ? 0 : 1;
                },
                () -> {
                    Mailbox.Cursor cursor = mailbox.cursor();
                    Object passedOver = cursor.next();
                    counts[1] += mailbox.take() == null ? 0 : 1;
                    check(
                            passedOver == null || counts[1] == 1,
                            "an event that the cursor passed is still in the mailbox");
                });
        while (mailbox.take() != null) {
            counts[1]++;
        }
        check(
                counts[0] + counts[1] == 2,
                "each event is dropped or taken once: " + counts[0] + " dropped, " + counts[1] + " taken");
        Observation.QueuesMeasured left = mailbox.measured(0);
        check(left.equals(new Observation.QueuesMeasured(0, 0, 0, 0)), "the empty mailbox counts nothing: " + left);
    }

    private static Signature.OfEvent message(String json) {
        return new Signature.OfEvent(CONNECTION, new Event.MessageReceived("t", "e", new TextPayload(json)));
    }
}
