package dev.slipstream.process;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Event;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Signature;
import dev.slipstream.system.concurrency.ParallelRun;
import dev.slipstream.system.concurrency.TextPayload;

/**
 * Whoever puts events into a script's full mailbox lets the oldest go, while the script takes: nothing is taken twice, and
 * what the mailbox counts is what is in it. The two events are equal, for their payloads are, though one is spelled longer.
 */
public final class MailOfAScript implements Runnable {

    private static final Connection CONNECTION = Connection.numbered(1);

    @Override
    public void run() {
        Mailbox mailbox = new Mailbox(16, 1 << 20);
        mailbox.putEvent(message("{\"a\":1}"));
        int[] seen = new int[2];
        ParallelRun.run(
                () -> {
                    mailbox.putEvent(message("{ \"a\" : 1 }"));
                    seen[0] += mailbox.displaceIncoming(event -> true) == null ? 0 : 1;
                },
                () -> {
                    Mailbox.Cursor cursor = mailbox.cursor();
                    Object passedOver = cursor.next();
                    seen[1] += mailbox.take() == null ? 0 : 1;
                    check(passedOver == null || seen[1] == 1, "what was passed over is still there");
                });
        while (mailbox.take() != null) {
            seen[1]++;
        }
        check(seen[0] + seen[1] == 2, "each event has gone one way: " + seen[0] + " let go, " + seen[1] + " taken");
        Observation.QueuesMeasured left = mailbox.measured();
        check(left.equals(new Observation.QueuesMeasured(0, 0, 0)), "it is empty, and counts " + left);
    }

    private static Signature.OfEvent message(String json) {
        return new Signature.OfEvent(CONNECTION, new Event.MessageReceived("t", "e", new TextPayload(json)));
    }
}
