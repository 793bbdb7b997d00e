package dev.slipstream.process;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.core.Command;
import dev.slipstream.core.From;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Ref;
import dev.slipstream.system.concurrency.ParallelRun;
import dev.slipstream.system.concurrency.TextPayload;
import java.time.Duration;

/**
 * A full transport reports that it has room again. At the same time, another thread hands a push to the connection. The
 * connection sends the push, and the caller of the push gets one answer.
 */
public final class PushAgainstRoom implements Runnable {

    private OneConnection connection = new OneConnection(16);

    @Override
    public void run() {
        connection = new OneConnection(16).joined();
        connection.transport.deny();
        ParallelRun.run(
                () -> {
                    connection.order(new Command.OfferMessage(
                            new Ref("2"),
                            new From<>(1),
                            OneConnection.TOPIC,
                            "said",
                            new TextPayload("{}"),
                            Duration.ofSeconds(10)));
                    connection.process.signal();
                },
                () -> connection.transport.makeRoom());

        check(connection.answers.size() == 1, "the caller gets one answer: " + connection.answers);
        check(
                connection.answers.peek() instanceof Operation.AnswerCaller.Answer(var from, var failure)
                        && failure == null,
                "the push is sent: " + connection.answers);
    }
}
