package dev.slipstream.core.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import org.junit.jupiter.api.Test;

/**
 * States and diffs that user code passes to {@code applyState} and {@code applyDiff}, for example from the reply to the
 * join.
 */
class PresenceByHandTest {

    @Test
    void stateByHandEndsTheWait() {
        PresenceRecorder recorder = new PresenceRecorder();
        recorder.join();
        recorder.diff("+bob=2");

        recorder.take(recorder.view().applyState(PresenceRecorder.payload(PresenceRecorder.json("ann=1"))));

        assertThat(recorder.changes()).containsExactly("joined ann +1", "joined bob +2", "synced");
        assertThat(recorder.view().status()).isEqualTo(Presences.Status.SYNCED);
    }

    @Test
    void stateAndDiffByHandApplyWithoutJoin() {
        PresenceRecorder recorder = new PresenceRecorder();

        recorder.take(recorder.view().applyState(PresenceRecorder.payload(PresenceRecorder.json("ann=1"))));
        recorder.take(recorder.view().applyDiff(PresenceRecorder.payload(PresenceRecorder.diffOf("+bob=2"))));

        assertThat(recorder.changes()).containsExactly("joined ann +1", "synced", "joined bob +2", "synced");
        assertThat(recorder.view().status()).isEqualTo(Presences.Status.IDLE);
        assertThat(recorder.view().isStale()).isFalse();
        recorder.apply(new Event.ChannelClosed(new DisconnectReason.Requested()));
        recorder.join();
        assertThat(recorder.view().isStale()).isTrue();
    }

    @Test
    void diffByHandDoesNotWaitForTheState() {
        PresenceRecorder recorder = new PresenceRecorder();
        recorder.join();
        recorder.diff("+bob=2");

        recorder.take(recorder.view().applyDiff(PresenceRecorder.payload(PresenceRecorder.diffOf("+ann=1"))));

        assertThat(recorder.list()).isEqualTo("ann=1");
        assertThat(recorder.view().status()).isEqualTo(Presences.Status.WAITING);
        assertThat(recorder.view().queuedDiffs()).isOne();
    }
}
