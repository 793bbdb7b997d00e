package dev.slipstream.process;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Signature;
import dev.slipstream.core.Telemetry;
import dev.slipstream.system.concurrency.ParallelRun;
import dev.slipstream.system.concurrency.SmallRuntime;
import dev.slipstream.system.concurrency.SmallTransport;
import dev.slipstream.system.concurrency.TextPayload;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A callback starts an await while the awaited event arrives. The await returns. Time does not advance in this
 * scenario, so no timeout hides a lost wake-up: the await would never return.
 */
public final class AwaitWakes implements Runnable {

    private final AtomicInteger resumes = new AtomicInteger();

    private final class Client implements Await.Client {

        @Override
        public Event ending() {
            return null;
        }

        @Override
        public long passTime() {
            return Long.MAX_VALUE;
        }

        @Override
        public int leaving(String topic) {
            return 0;
        }

        @Override
        public void resumeReading() {
            resumes.incrementAndGet();
        }

        @Override
        public void acceptAll(Object input) {}

        @Override
        public boolean isRelevant(Connection source, Event event) {
            return true;
        }

        @Override
        public boolean isScript() {
            return false;
        }
    }

    @Override
    public void run() {
        ProcessRuntime runtime = SmallRuntime.make();
        Mailbox mailbox = new Mailbox(16, 1 << 20);
        ClientProcess.Settings settings = new ClientProcess.Settings(
                runtime,
                SmallRuntime.SERIALIZER,
                new SmallTransport(),
                Telemetry.SILENT,
                16,
                1 << 20,
                1,
                true,
                Optional.empty(),
                true);
        ClientInbox inbox =
                new ClientInbox(settings, mailbox, Telemetry.SILENT, new PendingCalls(), new Nothing(), () -> "client");
        Await<Event.MessageReceived> await =
                new Await<>(new Client(), mailbox, EventMatcher.messageOn("rooms:2"), event -> false, true, () -> null);
        Connection connection = Connection.numbered(1);

        ParallelRun.run(
                () -> {
                    AwaitResult<Event.MessageReceived> found = await.run(Duration.ofDays(1), runtime, inbox);
                    check(found instanceof AwaitResult.Found, "the event is found; result: " + found);
                },
                () -> {
                    for (String topic : new String[] {"rooms:1", "rooms:2"}) {
                        inbox.add(new Signature.OfEvent(
                                connection, new Event.MessageReceived(topic, "e", new TextPayload("{}"))));
                        inbox.wake();
                    }
                });
    }

    /** Does nothing, because the waiting thread reads the mailbox itself. */
    private static final class Nothing implements Drain.Worker {

        @Override
        public void work() {}

        @Override
        public void rest() {}

        @Override
        public void giveUp(Throwable failure) {}
    }
}
