package dev.slipstream.system.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** When a client is told of a fault: what the page says of it in a word. */
enum Deadline {
    /** As soon as the socket tells it: nothing else would ever tell it here. */
    AT_ONCE(Duration.ZERO),
    CONNECT(FaultScenario.SHORT),
    CLOSE(FaultScenario.SHORT),
    HEARTBEAT(FaultScenario.SHORT);

    /** For a machine that does much else. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final Duration least;

    Deadline(Duration least) {
        this.least = least;
    }

    /** What the page means; what has no deadline of its own is there at once. */
    static Deadline of(String words) {
        return switch (words) {
            case "at once", "-" -> AT_ONCE;
            case "connect" -> CONNECT;
            case "close" -> CLOSE;
            case "heartbeat" -> HEARTBEAT;
            default -> {
                if (!words.startsWith("after ")) {
                    throw new IllegalArgumentException("no deadline: " + words);
                }
                yield AT_ONCE; // after so many bytes
            }
        };
    }

    /** Fails if it took longer than this deadline, or less: then it was something else that was found. */
    void isKeptBy(long begun) {
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("what it took, to be told " + this)
                .isBetween(least, least.plus(SLACK));
    }
}
