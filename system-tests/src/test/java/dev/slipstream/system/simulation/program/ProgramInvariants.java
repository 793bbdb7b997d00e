package dev.slipstream.system.simulation.program;

import dev.slipstream.system.simulation.ProgramInvariant;
import java.util.List;

/** The invariants that every run of a program with channel handles checks. */
public final class ProgramInvariants {

    private ProgramInvariants() {}

    /** An invariant with the name that reports show. */
    public record Named(String name, ProgramInvariant invariant) {}

    /** Returns a new instance of each invariant, for one run. */
    public static List<Named> all() {
        return List.of(
                new Named("HandlersSerial", new HandlersSerial()),
                new Named("HandlersOrdered", new HandlersOrdered()),
                new Named("ClosedHandlersQuiet", new ClosedHandlersQuiet()),
                new Named("MessagesOrdered", new MessagesOrdered()),
                new Named("LastMessagesSeen", new LastMessagesSeen()),
                new Named("PushesEnd", new PushesEnd()),
                new Named("JoinsEnd", new JoinsEnd()),
                new Named("LeavesEnd", new LeavesEnd()),
                new Named("IntentKept", new IntentKept()),
                new Named("StreamsKept", new StreamsKept()),
                new Named("PresenceFollows", new PresenceFollows()),
                new Named("PresenceChangesTold", new PresenceChangesTold()),
                new Named("PresenceAgrees", new PresenceAgrees()));
    }
}
