package dev.slipstream.system.soak;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.StartOptions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks as much as it can while somebody cuts its connections: a transport, an address and a number of seconds. Then it
 * tells what came of it, and what it holds of the machine: before, after a tenth, at the end, and when all is closed.
 */
final class KilledProgram {

    private static final int MOST_OWED = 128;
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    /** More than there is time for. */
    private static final long WARM_UP_QUESTIONS = 1_000_000;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private KilledProgram() {}

    public static void main(String[] arguments) throws Exception {
        StartOptions options = Transports.options(arguments[0]);
        String uri = arguments[1];
        Duration time = Duration.ofSeconds(Long.parseLong(arguments[2]));

        RequestCount first = new RequestCount(0);
        try (RunningClient client = Slipstream.start(new Asking(uri, first), options)) {
            ask(client, first, new Progress("warming up", WARM_UP), 1);
        }
        settle();
        Footprint before = Footprint.now();

        RequestCount requests = new RequestCount(WARM_UP_QUESTIONS);
        Asking asking = new Asking(uri, requests);
        try (RunningClient client = Slipstream.start(asking, options)) {
            Progress progress = new Progress(arguments[0] + ", requests under killed connections", time);
            ask(client, requests, progress, 0.1);
            Footprint early = Footprint.now();
            ask(client, requests, progress, 1);
            Footprint late = Footprint.now();
            Report.tell("live early", early.liveBytes());
            Report.tell("live late", late.liveBytes());
            Report.tell("objects early", early.ourObjects());
            Report.tell("objects late", late.ourObjects());
        }
        Report.tell("millis to settle", settle());
        Footprint after = Footprint.now();
        Report.tell("threads left", after.threads());
        Report.tell("descriptors before", before.descriptors());
        Report.tell("descriptors after", after.descriptors());
        Report.tell("live before", before.liveBytes());
        Report.tell("live after", after.liveBytes());
        Report.tell("objects before", before.ourObjects());
        Report.tell("objects after", after.ourObjects());
        Report.tell("asked", requests.asked());
        Report.tell("owed", requests.owed());
        Report.tell("losses", asking.losses.get());
        Report.tell("answered", requests.of(RequestCount.Outcome.ANSWERED));
        Report.tell("perhaps sent", requests.of(RequestCount.Outcome.LOST_PERHAPS_SENT));
        Report.tell("unsent", requests.of(RequestCount.Outcome.LOST_UNSENT));
        Report.tell("faults", requests.faults());
    }

    /** Keeps so many requests in flight until this part of the time is over; then waits until nothing is owed. */
    private static void ask(RunningClient client, RequestCount requests, Progress progress, double part) {
        while (progress.isBefore(part)) {
            progress.tell(requests.asked());
            long id = requests.ask();
            client.send(id);
            // What is asked while there is no connection is lost at once: some of it is enough.
            boolean isQuick = client.socket().isJoined(Asking.topicOf(id)) && requests.owed() < MOST_OWED;
            LockSupport.parkNanos(isQuick ? 0 : 200_000);
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (requests.owed() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Waits until no thread of ours is left, and returns how long that took. */
    private static long settle() throws Exception {
        long begin = System.nanoTime();
        while (!Footprint.threadsOfOurs().isEmpty() && System.nanoTime() - begin < PATIENCE.toNanos()) {
            LockSupport.parkNanos(20_000_000);
        }
        return (System.nanoTime() - begin) / 1_000_000;
    }
}
