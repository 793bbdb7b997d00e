package dev.slipstream.system.simulation.invariant;

import dev.slipstream.system.simulation.Invariant;
import java.util.List;

/** The invariants that every run checks. */
public final class Invariants {

    private Invariants() {}

    /** Returns a new instance of each invariant, for one run. */
    public static List<Invariant> all() {
        return List.of(
                new OneOutcome(),
                new Deadline(),
                new NoFalseOk(),
                new AtMostOnceWire(),
                new RefUnique(),
                new JoinBeforePush(),
                new NoStale(),
                new TopicOrder(),
                new Serial(),
                new Lifecycle(),
                new Liveness(),
                new BackoffKept(),
                new Bounded(),
                new QueuesBounded(),
                new Quiet(),
                new IntentWins(),
                new Timers(),
                new HeartbeatKept(),
                new ReadingResumes(),
                new AnswersInTime(),
                new Agreement(),
                new WireOrder(),
                new FailureReported(),
                new Prompt(),
                new RejoinKept(),
                new LateJoinLeft(),
                new CleanStop(),
                new FreshCredentials(),
                new NoSecret());
    }
}
