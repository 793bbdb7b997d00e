package dev.slipstream.process;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Signature;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.machine.client.ClientMachine;
import dev.slipstream.system.concurrency.ParallelRun;
import dev.slipstream.system.concurrency.SmallRuntime;
import dev.slipstream.system.concurrency.SmallTransport;
import dev.slipstream.system.concurrency.TextPayload;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A callback begins to wait while what it waits for arrives: it is woken. Here it would wait for ever, and not until its deadline. */
public final class AwaitWakes implements Runnable {

    private final AtomicInteger readsOn = new AtomicInteger();

    private final class Owner implements Await.Owner {

        @Override
        public Event ending() {
            return null;
        }

        @Override
        public void passTime() {}

        @Override
        public void readOn() {
            readsOn.incrementAndGet();
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
                Optional.empty());
        ClientInbox inbox =
                new ClientInbox(settings, mailbox, Telemetry.SILENT, new SessionRefs(), new Nothing(), () -> "client");
        ClientMachine machine = new ClientMachine(1);
        Await receive = new Await(new Owner(), inbox, runtime, mailbox, machine);
        Connection connection = Connection.numbered(1);

        ParallelRun.run(
                () -> {
                    AwaitResult<Event.MessageReceived> found =
                            receive.await(EventMatcher.messageOn("rooms:2"), event -> false, Duration.ofDays(1), true);
                    check(found instanceof AwaitResult.Found, "it is found, and not " + found);
                },
                () -> {
                    for (String topic : new String[] {"rooms:1", "rooms:2"}) {
                        inbox.tell(new Signature.OfEvent(
                                connection, new Event.MessageReceived(topic, "e", new TextPayload("{}"))));
                        inbox.wake();
                    }
                });
    }

    /** A script takes its mail itself. */
    private static final class Nothing implements Drain.Worker {

        @Override
        public void work() {}

        @Override
        public void giveUp(Throwable failure) {}
    }
}
