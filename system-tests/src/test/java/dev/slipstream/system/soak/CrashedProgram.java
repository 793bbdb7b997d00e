package dev.slipstream.system.soak;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Joins topics again and again. After each join, the server crashes the topic with a large reason. Prints how much
 * memory the client uses while all topics wait for their rejoin. Arguments: transport, URI, seconds.
 */
final class CrashedProgram {

    static final int TOPICS = 40;

    /** The rejoin delay. It is so long that all topics wait for their rejoin most of the time. */
    private static final Duration BETWEEN_JOINS = Duration.ofSeconds(8);

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private CrashedProgram() {}

    private static final class Crashing implements SlipstreamClient {

        private final String uri;
        private final AtomicLong crashes = new AtomicLong();
        private final Set<String> topics = ConcurrentHashMap.newKeySet();
        private final AtomicLong omitted = new AtomicLong();
        /** Whether the params supplier no longer answers. Then no topic is joined any more, and so none crashes. */
        private volatile boolean waits;

        Crashing(String uri) {
            this.uri = uri;
        }

        /**
         * Returns whether the run may end: a callback received the whole reason of a crash for each topic, and the
         * params supplier received at least one crash without its reason.
         */
        boolean isComplete() {
            return topics.size() == TOPICS && omitted.get() > 0;
        }

        @Override
        public Socket init(Socket socket) {
            Configuration configuration = Configuration.builder(uri)
                    .rejoinBackoff(Backoff.exact(List.of(BETWEEN_JOINS)))
                    .build();
            Socket joining = socket.connect(configuration);
            JoinOptions options =
                    JoinOptions.builder().paramsSupplier(this::params).build();
            for (int topic = 0; topic < TOPICS; topic++) {
                joining = joining.joinWith("rooms:" + topic, options);
            }
            return joining;
        }

        private CompletionStage<?> params(JoinParams.Attempt attempt) {
            if (attempt.lastFailure().orElse(null) instanceof TopicCloseReason.Crashed(Payload.Omitted(int size))
                    && size > CrashingServer.REASON_BYTES) {
                omitted.incrementAndGet();
            }
            return waits ? new CompletableFuture<>() : CompletableFuture.completedFuture(Map.of());
        }

        @Override
        public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
            if (reason instanceof TopicCloseReason.Crashed(var payload)
                    && payload.text().length() > CrashingServer.REASON_BYTES) {
                topics.add(topic);
            }
            crashes.incrementAndGet();
            return socket;
        }
    }

    public static void main(String[] arguments) throws Exception {
        Crashing crashing = new Crashing(arguments[1]);
        long before = Footprint.now().liveBytes();
        try (RunningClient client = Slipstream.start(crashing, Transports.options(arguments[0]))) {
            SoakProgress progress = new SoakProgress(
                    arguments[0] + ", topics that crash with large reasons",
                    Duration.ofSeconds(Long.parseLong(arguments[2])));
            long end = System.nanoTime() + TIMEOUT.toNanos();
            while (!progress.isOver() || (!crashing.isComplete() && System.nanoTime() < end)) {
                progress.update(crashing.crashes.get());
                LockSupport.parkNanos(10_000_000);
            }
            crashing.waits = true;
            awaitNoCrashes(crashing);
            ProgramReport.print("live", Footprint.now().liveBytes() - before);
        }
        ProgramReport.print("crashes", crashing.crashes.get());
        ProgramReport.print("topics", crashing.topics.size());
        ProgramReport.print("omitted", crashing.omitted.get());
    }

    /** Waits until 3 s pass without a crash. */
    private static void awaitNoCrashes(Crashing crashing) {
        long seen = -1;
        while (seen != crashing.crashes.get()) {
            seen = crashing.crashes.get();
            LockSupport.parkNanos(3_000_000_000L);
        }
    }
}
