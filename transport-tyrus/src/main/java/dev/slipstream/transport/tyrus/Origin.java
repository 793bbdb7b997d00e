package dev.slipstream.transport.tyrus;

import java.util.Set;

/** The side that ended a connection. Tyrus reports both in the same way. */
enum Origin {
    /** A close frame of the server. */
    SERVER,
    /** Tyrus itself: it disliked what it read, or TCP ended. */
    TYRUS;

    private static final Set<String> FRAMES = Set.of("org.glassfish.tyrus.core.frame.CloseFrame");

    /** Called inside Tyrus's callback: it is the server if Tyrus is at work on a close frame. */
    static Origin ofThisClose() {
        boolean atFrame = StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> FRAMES.contains(frame.getClassName())));
        return atFrame ? SERVER : TYRUS;
    }
}
