package dev.slipstream.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** When a client reports a fault. The column "by" of {@code docs/proofs/faults.md} has a word for each constant. */
enum Deadline {
    /**
     * The client reports the fault as soon as it notices the fault. No timer of the client delays the report, so {@link
     * #assertKept} accepts a report at any time.
     */
    AT_ONCE(Duration.ZERO),
    CONNECT(FaultScenario.CONNECTING),
    CLOSE(FaultScenario.SHORT),
    HEARTBEAT(FaultScenario.SHORT);

    private final Duration least;

    Deadline(Duration least) {
        this.least = least;
    }

    /** Parses the text in the column. A fault without a deadline is reported at once. */
    static Deadline of(String words) {
        return switch (words) {
            case "at once", "-" -> AT_ONCE;
            case "connect" -> CONNECT;
            case "close" -> CLOSE;
            case "heartbeat" -> HEARTBEAT;
            default -> {
                if (!words.startsWith("after ")) {
                    throw new IllegalArgumentException("unknown deadline: " + words);
                }
                yield AT_ONCE; // a row such as "after 64 KiB" names a size instead of a time
            }
        };
    }

    /**
     * Fails if the report came before this deadline, because then the client detected something other than the fault. A
     * late report is accepted, because the machine may be busy.
     */
    void assertKept(long begun) {
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("time until the report, by " + this)
                .isGreaterThanOrEqualTo(least);
    }
}
