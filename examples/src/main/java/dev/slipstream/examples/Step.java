package dev.slipstream.examples;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One stop of the tour. Each can be sabotaged by its name, {@code -Dtour.break=cut}: then the tour must notice. */
enum Step {
    SERVER("a Phoenix server is listening", true),
    CONNECT("connected, showing the server a param and a header", false),
    JOIN("joined", false),
    REPLY("a push was answered", false),
    BROADCAST("a broadcast was heard", true),
    BINARY("bytes went there and back", true),
    CRASH("the channel crashed, and was joined again", true),
    CUT("the connection was cut, came back, and the topic was joined again", true),
    LEAVE("left", false),
    DISCONNECT("disconnected, and stayed so", false);

    private final String told;
    private final boolean needsOwnServer;

    Step(String told, boolean needsOwnServer) {
        this.told = told;
        this.needsOwnServer = needsOwnServer;
    }

    String told() {
        return told;
    }

    /** Whether a server that knows nothing of this tour cannot take part in it. */
    boolean needsOwnServer() {
        return needsOwnServer;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether its sabotage is the client's, so that any server will do. */
    boolean canBreakAnywhere() {
        return this == REPLY || this == LEAVE;
    }

    /** The stop of this name, if there is one. */
    static Optional<Step> named(String word) {
        return Arrays.stream(values()).filter(step -> step.word().equals(word)).findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Step::word).toList();
    }
}
