package dev.slipstream.examples;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One step of the tour. {@code -Dtour.break=cut} breaks the step {@code cut} on purpose; the tour must then fail. */
enum Step {
    SERVER("a Phoenix server is listening", true),
    CONNECT("connected, showing the server a param and a header", false),
    JOIN("joined", false),
    REPLY("a push was answered", false),
    BROADCAST("a broadcast was heard", true),
    BINARY("bytes were pushed and came back in the reply", true),
    CRASH("the channel crashed, and was joined again", true),
    CUT("the connection was cut and restored, and the topic was joined again", true),
    LEAVE("left", false),
    DISCONNECT("disconnected, and stayed so", false);

    private final String result;
    private final boolean needsOwnServer;

    Step(String result, boolean needsOwnServer) {
        this.result = result;
        this.needsOwnServer = needsOwnServer;
    }

    String result() {
        return result;
    }

    boolean needsOwnServer() {
        return needsOwnServer;
    }

    String stepName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the step can be broken on any server: to break it, the tour changes only what the client sends. */
    boolean canBreakAnywhere() {
        return this == REPLY || this == LEAVE;
    }

    static Optional<Step> named(String stepName) {
        return Arrays.stream(values())
                .filter(step -> step.stepName().equals(stepName))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Step::stepName).toList();
    }
}
