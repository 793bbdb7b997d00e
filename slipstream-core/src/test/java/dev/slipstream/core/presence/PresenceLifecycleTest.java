package dev.slipstream.core.presence;

import static dev.slipstream.core.presence.PresenceRecorder.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.core.LeaveCause;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.TopicCloseReason;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The status and the list of a view after joins, lost connections and leaves. A view has no timer, so these tests check
 * no deadline for a state. {@code dev.slipstream.channels.ChannelPresence} sets such a deadline, and the tests of that
 * class check it.
 */
class PresenceLifecycleTest {

    private static final Payload EMPTY = PlainEncoder.json("{}");

    @Test
    @Tag("presence-P03")
    void diffBeforeStateIsQueued() {
        PresenceRecorder recorder = new PresenceRecorder();
        recorder.join();

        recorder.diff("+ann=1");

        assertThat(recorder.changes()).isEmpty();
        assertThat(recorder.view().list()).isEmpty();
        assertThat(recorder.view().isEmpty()).isTrue();
        assertThat(recorder.view().queuedDiffs()).isOne();
        assertThat(recorder.view().status()).isEqualTo(Presences.Status.WAITING);
    }

    @Test
    @Tag("presence-P04")
    void queuedDiffsAreAppliedInOrderAfterTheState() {
        PresenceRecorder recorder = new PresenceRecorder();
        recorder.join();
        recorder.diff("+bob=2");
        recorder.diff("+bob=3 -bob=2");
        recorder.diff("-ann=1");

        recorder.state("ann=1 eve=4");

        assertThat(recorder.changes()).containsExactly("joined eve +4", "joined bob +3", "synced");
        assertThat(recorder.list()).isEqualTo("eve=4 bob=3");
        assertThat(recorder.view().queuedDiffs()).isZero();
    }

    @Test
    @Tag("presence-P15")
    void rejoinReportsOnlyDifferences() {
        PresenceRecorder recorder = PresenceRecorder.synced("a=1 b=2 c=3");
        recorder.disconnect();
        recorder.join();
        recorder.diff("+x=9");
        recorder.diff("-x=9");

        String whileWaiting = recorder.list();
        boolean wasStale = recorder.view().isStale();
        List<String> early = recorder.changes();
        recorder.state("b=2 c=7 d=4");

        assertThat(whileWaiting).isEqualTo("a=1 b=2 c=3");
        assertThat(wasStale).isTrue();
        assertThat(early).isEmpty();
        assertThat(recorder.changes()).containsExactly("left a -1", "updated c +7 -3", "joined d +4", "synced");
        assertThat(recorder.list()).isEqualTo("b=2 c=7 d=4");
        assertThat(recorder.view().isStale()).isFalse();
    }

    @Test
    @Tag("presence-P16")
    void diffsOfEarlierJoinHaveNoEffect() {
        PresenceRecorder recorder = new PresenceRecorder();
        recorder.join();
        recorder.diff("+bob=2");
        recorder.disconnect();
        int afterLoss = recorder.view().queuedDiffs();
        recorder.join();

        recorder.state("ann=1");

        assertThat(afterLoss).isZero();
        assertThat(recorder.changes()).containsExactly("joined ann +1", "synced");
        assertThat(recorder.list()).isEqualTo("ann=1");
    }

    /** If a client joins a joined topic again, the view gets no event for the end of the first join. */
    @Test
    @Tag("presence-P16")
    void secondJoinDropsTheQueuedDiffsOfTheFirstJoin() {
        PresenceRecorder recorder = new PresenceRecorder();
        recorder.join();
        recorder.diff("+bob=2");
        recorder.join();

        recorder.state("ann=1");

        assertThat(recorder.list()).isEqualTo("ann=1");
    }

    /**
     * Usually the view gets the event of the join before any message, see {@link PresenceJoinRefTest}. But the view
     * lacks this event if a session took it, or if {@code handleJoin} threw.
     */
    @Test
    void messageOfTheTopicStartsTheWaitForAState() {
        PresenceRecorder recorder = new PresenceRecorder();

        recorder.message("shout", "{}");
        Presences.Status afterShout = recorder.view().status();
        recorder.diff("+ann=1");
        int queued = recorder.view().queuedDiffs();
        recorder.state("bob=2");

        assertThat(afterShout).isEqualTo(Presences.Status.WAITING);
        assertThat(queued).isOne();
        assertThat(recorder.changes()).containsExactly("joined bob +2", "joined ann +1", "synced");
        assertThat(recorder.view().status()).isEqualTo(Presences.Status.SYNCED);
        assertThat(recorder.view().isStale()).isFalse();
    }

    @Test
    void stateReplacesTheStaleListIfTheJoinEventIsMissing() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1 bob=2");
        recorder.disconnect();

        recorder.state("bob=2 eve=3");

        assertThat(recorder.changes()).containsExactly("left ann -1", "joined eve +3", "synced");
        assertThat(recorder.view().status()).isEqualTo(Presences.Status.SYNCED);
        assertThat(recorder.view().isStale()).isFalse();
    }

    @Test
    void diffAfterALeaveWaitsForAStateIfTheJoinEventIsMissing() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1");
        recorder.leave();

        recorder.diff("+bob=2");
        Presences waiting = recorder.view();
        recorder.state("ann=1");

        assertThat(waiting.status()).isEqualTo(Presences.Status.WAITING);
        assertThat(waiting.isStale()).isTrue();
        assertThat(recorder.changes()).containsExactly("joined bob +2", "synced");
    }

    @Test
    void malformedMessageIsCountedIfTheJoinEventIsMissing() {
        PresenceRecorder recorder = new PresenceRecorder();

        recorder.diffJson("[]");

        assertThat(recorder.view().status()).isEqualTo(Presences.Status.WAITING);
        assertThat(recorder.view().malformedParts()).isOne();
    }

    @Test
    @Tag("presence-P19")
    void queueDropsOldestDiffsAboveItsCount() {
        PresenceRecorder recorder = new PresenceRecorder();
        recorder.join();
        IntStream.range(0, Presences.MAX_QUEUED_DIFFS + 3).forEach(i -> recorder.diff("+k" + i + "=1"));

        assertThat(recorder.view().queuedDiffs()).isEqualTo(Presences.MAX_QUEUED_DIFFS);
        assertThat(recorder.view().droppedDiffs()).isEqualTo(3);

        recorder.state("");

        assertThat(recorder.view().size()).isEqualTo(Presences.MAX_QUEUED_DIFFS);
        assertThat(recorder.view().list().getFirst().key()).isEqualTo("k3");
        assertThat(recorder.view().queuedDiffs()).isZero();
        assertThat(recorder.view().droppedDiffs()).isEqualTo(3);
        recorder.join();
        assertThat(recorder.view().droppedDiffs()).isZero();
    }

    @Test
    @Tag("presence-P19")
    void queueDropsOldestDiffsAboveItsBytes() {
        PresenceRecorder recorder = new PresenceRecorder();
        recorder.join();
        String filler = "x".repeat(Presences.MAX_QUEUED_BYTES / 4);
        IntStream.range(0, 5)
                .forEach(i ->
                        recorder.diffJson("{'joins':{'k" + i + "':{'metas':[{'phx_ref':'1'}]}},'x':'" + filler + "'}"));

        assertThat(recorder.view().queuedDiffs()).isEqualTo(3);
        assertThat(recorder.view().droppedDiffs()).isEqualTo(2);

        recorder.diffJson("{'joins':{},'x':'" + filler.repeat(4) + "'}");

        assertThat(recorder.view().queuedDiffs()).isZero();
        assertThat(recorder.view().droppedDiffs()).isEqualTo(6);
        recorder.diff("+ann=1");
        recorder.state("bob=2");
        assertThat(recorder.list()).isEqualTo("bob=2 ann=1");
    }

    @Test
    @Tag("presence-P20")
    void viewWithCustomEventNamesIgnoresTheUsualEvents() {
        PresenceRecorder recorder = new PresenceRecorder(Presences.of(TOPIC, "who", "who_diff"));
        recorder.join();

        recorder.state("nobody=1");
        recorder.diff("+nobody=1");
        List<String> usualNames = recorder.changes();
        recorder.message("who", PresenceRecorder.json("ann=1"));
        recorder.message("who_diff", PresenceRecorder.diffOf("+bob=2"));

        assertThat(usualNames).isEmpty();
        assertThat(recorder.changes()).containsExactly("joined ann +1", "synced", "joined bob +2", "synced");
        assertThatThrownBy(() -> Presences.of(TOPIC, "who", "who"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("states and diffs of rooms:1 have the same event who: name two different events");
    }

    @Test
    void messageAboutEqualEventNamesHasNoLineBreak() {
        assertThatThrownBy(() -> Presences.of("rooms:\n1", "who\n", "who\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("\n");
    }

    @Test
    @Tag("presence-P29")
    void listStaysReadableAfterLeaveAndLoss() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1 bob=2");

        recorder.disconnect();
        assertThat(recorder.list()).isEqualTo("ann=1 bob=2");
        assertThat(recorder.view().status()).isEqualTo(Presences.Status.IDLE);
        assertThat(recorder.view().isStale()).isTrue();
        recorder.join();
        recorder.state("ann=1 eve=3");
        assertThat(recorder.changes()).containsExactly("left bob -2", "joined eve +3", "synced");
        recorder.leave();
        assertThat(recorder.changes()).isEmpty();
        assertThat(recorder.list()).isEqualTo("ann=1 eve=3");
        assertThat(recorder.view().status()).isEqualTo(Presences.Status.CLOSED);
        recorder.disconnect();
        assertThat(recorder.view().status()).isEqualTo(Presences.Status.CLOSED);
        recorder.join();
        recorder.state("ann=1 eve=3");
        assertThat(recorder.changes()).containsExactly("synced");
    }

    @Test
    void eachEndOfJoinEndsTheView() {
        assertThat(statusAfter(new Event.TopicLeft(TOPIC, LeaveCause.SERVER))).isEqualTo(Presences.Status.CLOSED);
        assertThat(statusAfter(new Event.TopicJoinFailed(TOPIC, new TopicCloseReason.JoinRefused(EMPTY))))
                .isEqualTo(Presences.Status.CLOSED);
        assertThat(statusAfter(new Event.TopicJoinFailed(TOPIC, new TopicCloseReason.Ended())))
                .isEqualTo(Presences.Status.CLOSED);
        assertThat(statusAfter(new Event.TopicJoinFailed(TOPIC, new TopicCloseReason.JoinTimedOut())))
                .isEqualTo(Presences.Status.IDLE);
        assertThat(statusAfter(new Event.TopicJoinFailed(
                        TOPIC, new TopicCloseReason.NotSent(new Failure.Unencodable("too large")))))
                .isEqualTo(Presences.Status.IDLE);
        assertThat(statusAfter(new Event.TopicJoinFailed(TOPIC, new TopicCloseReason.ParamsFailed("late"))))
                .isEqualTo(Presences.Status.IDLE);
        assertThat(statusAfter(new Event.TopicJoinFailed(TOPIC, new TopicCloseReason.Crashed(EMPTY))))
                .isEqualTo(Presences.Status.IDLE);
        assertThat(statusAfter(new Event.TopicJoinClosed(TOPIC, new TopicCloseReason.Crashed(EMPTY))))
                .isEqualTo(Presences.Status.IDLE);
    }

    private static Presences.Status statusAfter(Event event) {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1");
        recorder.apply(event);
        assertThat(recorder.changes()).isEmpty();
        assertThat(recorder.list()).isEqualTo("ann=1");
        assertThat(recorder.view().isStale()).isTrue();
        return recorder.view().status();
    }

    @Test
    void otherEventsChangeNothing() {
        Presences view = PresenceRecorder.synced("ann=1").view();

        for (Event event : List.of(
                new Event.MessageReceived("rooms:2", "presence_state", EMPTY),
                new Event.MessageReceived(TOPIC, "shout", EMPTY),
                new Event.TopicJoinSucceeded("rooms:2", EMPTY),
                new Event.TopicLeft("rooms:2"),
                new Event.TopicLeaveAccepted(TOPIC),
                new Event.ChannelConnected(),
                new Event.ChannelConnectFailed(new Failure.ConnectionLost("")),
                new Event.ReplyReceived(new Ref("1"), new Reply.Ok(EMPTY)),
                new Event.PushFailed(new Ref("1"), new Failure.ConnectionLost("")),
                new Event.NoOp())) {
            PresenceUpdate update = view.apply(event);

            assertThat(update).isEqualTo(new PresenceUpdate(view, List.of(), false));
            assertThat(update.presences()).isSameAs(view);
        }
    }

    @Test
    @Tag("presence-P30")
    void viewsOfOneTopicAreIndependent() {
        PresenceRecorder usual = new PresenceRecorder();
        PresenceRecorder other = new PresenceRecorder(Presences.of(TOPIC, "staff", "staff_diff"));
        usual.join();
        other.join();
        usual.state("ann=1");
        other.state("ann=1");
        PresenceRecorder late = new PresenceRecorder(Presences.of(TOPIC).joined());

        for (PresenceRecorder one : List.of(usual, other, late)) {
            one.diff("+bob=2");
            one.message("staff", PresenceRecorder.json("eve=3"));
        }

        assertThat(usual.list()).isEqualTo("ann=1 bob=2");
        assertThat(other.list()).isEqualTo("eve=3");
        assertThat(late.view().status()).isEqualTo(Presences.Status.WAITING);
        assertThat(late.list()).isEmpty();
        late.state("ann=1 bob=2");
        assertThat(late.changes()).containsExactly("joined ann +1", "joined bob +2", "synced");
    }
}
