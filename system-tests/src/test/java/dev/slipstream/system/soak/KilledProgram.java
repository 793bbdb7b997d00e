package dev.slipstream.system.soak;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.StartOptions;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Makes as many requests as possible while its connections are cut. Prints the outcomes, and the resources in use at
 * four moments: after a warm-up, after a tenth of the time, at the end, and after closing. Arguments: transport, URI,
 * seconds.
 */
final class KilledProgram {

    /** The least number of lost connections. Connections that are cut before they are open count, too. */
    static final int LEAST_LOSSES = 5;

    private static final int MOST_PENDING = 128;
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    /** The number of ids that are reserved for the warm-up. The warm-up makes fewer requests. */
    private static final long WARM_UP_REQUESTS = 1_000_000;

    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private KilledProgram() {}

    public static void main(String[] arguments) throws Exception {
        StartOptions options = Transports.options(arguments[0]);
        String uri = arguments[1];
        Duration time = Duration.ofSeconds(Long.parseLong(arguments[2]));

        RequestCount first = new RequestCount(0);
        RequestingClient warming = new RequestingClient(uri, first);
        try (RunningClient client = Slipstream.start(warming, options)) {
            makeRequests(client, first, new SoakProgress("warming up", WARM_UP), 1, () -> true);
        }
        awaitThreadsEnd();
        Footprint before = Footprint.now();

        RequestCount requests = new RequestCount(WARM_UP_REQUESTS);
        RequestingClient requesting = new RequestingClient(uri, requests);
        try (RunningClient client = Slipstream.start(requesting, options)) {
            SoakProgress progress = new SoakProgress(arguments[0] + ", requests under killed connections", time);
            makeRequests(client, requests, progress, 0.1, () -> true);
            Footprint early = Footprint.now();
            makeRequests(client, requests, progress, 1, () -> isEnough(requesting, requests));
            Footprint late = Footprint.now();
            ProgramReport.print("live early", early.liveBytes());
            ProgramReport.print("live late", late.liveBytes());
            ProgramReport.print("objects early", early.ourObjects());
            ProgramReport.print("objects late", late.ourObjects());
        }
        ProgramReport.print("millis to settle", awaitThreadsEnd());
        Footprint after = Footprint.now();
        ProgramReport.print("threads left", after.threads());
        ProgramReport.print("descriptors before", before.descriptors());
        ProgramReport.print("descriptors after", after.descriptors());
        ProgramReport.print("live before", before.liveBytes());
        ProgramReport.print("live after", after.liveBytes());
        ProgramReport.print("objects before", before.ourObjects());
        ProgramReport.print("objects after", after.ourObjects());
        ProgramReport.print("made", requests.made());
        ProgramReport.print("pending", requests.pending());
        ProgramReport.print("losses", warming.losses.get() + requesting.losses.get());
        ProgramReport.print("answered", requests.of(RequestCount.Outcome.ANSWERED));
        ProgramReport.print("perhaps sent", requests.of(RequestCount.Outcome.LOST_PERHAPS_SENT));
        ProgramReport.print("unsent", requests.of(RequestCount.Outcome.LOST_UNSENT));
        ProgramReport.print("faults", requests.faults());
    }

    /**
     * Returns whether enough connections were lost, at least one request was answered, and at least one was lost in
     * flight. On a busy machine it takes longer until this is true.
     */
    private static boolean isEnough(RequestingClient client, RequestCount requests) {
        return client.losses.get() >= LEAST_LOSSES
                && requests.of(RequestCount.Outcome.ANSWERED) > 0
                && requests.of(RequestCount.Outcome.LOST_PERHAPS_SENT) > 0;
    }

    /**
     * Makes requests until this part of the time has passed and there are enough outcomes. Then waits until all
     * requests have outcomes.
     */
    private static void makeRequests(
            RunningClient client, RequestCount requests, SoakProgress progress, double part, BooleanSupplier isEnough) {
        long latest = System.nanoTime() + TIMEOUT.toNanos();
        while (progress.isBefore(part) || (!isEnough.getAsBoolean() && System.nanoTime() < latest)) {
            progress.update(requests.made());
            long id = requests.newRequest();
            client.send(id);
            // Without a connection, requests fail at once, so a pause keeps their number low.
            boolean isQuick =
                    client.socket().isJoined(RequestingClient.topicOf(id)) && requests.pending() < MOST_PENDING;
            LockSupport.parkNanos(isQuick ? 0 : 200_000);
        }
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (requests.pending() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Waits until no thread of a client is left, and returns the milliseconds of the wait. */
    private static long awaitThreadsEnd() throws Exception {
        long begin = System.nanoTime();
        while (!Footprint.libraryThreads().isEmpty() && System.nanoTime() - begin < TIMEOUT.toNanos()) {
            LockSupport.parkNanos(20_000_000);
        }
        return (System.nanoTime() - begin) / 1_000_000;
    }
}
