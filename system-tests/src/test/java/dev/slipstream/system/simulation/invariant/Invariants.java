package dev.slipstream.system.simulation.invariant;

import dev.slipstream.system.simulation.Invariant;
import java.util.List;

/** The invariants that every run checks. */
public final class Invariants {

    private Invariants() {}

    /** An invariant with its name in reports. Most names begin with a number, such as I1. */
    public record Numbered(String name, Invariant invariant) {}

    /** Returns a new instance of each invariant, for one run. */
    public static List<Numbered> all() {
        return List.of(
                new Numbered("I1 OneOutcome", new OneOutcome()),
                new Numbered("I2 Deadline", new Deadline()),
                new Numbered("I3 NoFalseOk", new NoFalseOk()),
                new Numbered("I4 AtMostOnceWire", new AtMostOnceWire()),
                new Numbered("I5 RefUnique", new RefUnique()),
                new Numbered("I6 JoinBeforePush", new JoinBeforePush()),
                new Numbered("I7 NoStale", new NoStale()),
                new Numbered("I8 TopicOrder", new TopicOrder()),
                new Numbered("I9 Serial", new Serial()),
                new Numbered("I10 Lifecycle", new Lifecycle()),
                new Numbered("I11 Liveness", new Liveness()),
                new Numbered("I14 Backoff", new BackoffKept()),
                new Numbered("I15 Bounded", new Bounded()),
                new Numbered("I15 QueuesBounded", new QueuesBounded()),
                new Numbered("I16 Quiet", new Quiet()),
                new Numbered("I17 IntentWins", new IntentWins()),
                new Numbered("Timers", new Timers()),
                new Numbered("I12 HalfOpen, I13 NoFalseDead", new HeartbeatKept()),
                new Numbered("I15 ReadingResumes", new ReadingResumes()),
                new Numbered("I2 AnswersInTime", new AnswersInTime()),
                new Numbered("I11 Agreement", new Agreement()),
                new Numbered("WireOrder", new WireOrder()),
                new Numbered("I4 RoomAwaited", new RoomAwaited()),
                new Numbered("I2 JoinsAwaited", new JoinsAwaited()),
                new Numbered("I2 RequestsAwaited", new RequestsAwaited()),
                new Numbered("I18 FailureReported", new FailureReported()),
                new Numbered("I2 Prompt", new Prompt()),
                new Numbered("I2 FlushedInTime", new FlushedInTime()),
                new Numbered("I14 Rejoin", new RejoinKept()),
                new Numbered("ParamsKept", new ParamsKept()),
                new Numbered("I3 LateJoinLeft", new LateJoinLeft()),
                new Numbered("I18 CleanStop", new CleanStop()),
                new Numbered("F110 FreshCredentials", new FreshCredentials()),
                new Numbered("I20 NoSecret", new NoSecret()));
    }
}
