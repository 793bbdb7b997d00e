package dev.slipstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.machine.connection.ConnectionInput;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** The inputs that a connection receives when the mailbox of its owner becomes full and has room again. */
class ReadGateTest {

    private static final Object PAUSED = new ConnectionInput.ReadingPaused();
    private static final Object RESUMED = new ConnectionInput.ReadingResumed();

    private final Queue<Object> queue = new ArrayDeque<>();
    private final ReadGate gate = new ReadGate(queue, () -> true);

    @Test
    void fullMailboxPausesReadingOnce() {
        gate.pauseIfFull();
        gate.pauseIfFull();

        assertThat(queue).containsExactly(PAUSED);
        assertThat(gate.goesOn()).isFalse();
    }

    @Test
    void resumeWithoutPauseDoesNothing() {
        assertThat(gate.resume()).isFalse();
        assertThat(queue).isEmpty();
    }

    @Test
    void repeatedResumeEndsPauseOnce() {
        gate.pauseIfFull();

        assertThat(gate.resume()).isTrue();
        assertThat(gate.resume()).isFalse();
        assertThat(queue).containsExactly(PAUSED, RESUMED);
        assertThat(gate.goesOn()).as("before the connection handles the resume").isFalse();

        gate.ended();

        assertThat(gate.goesOn()).isTrue();
    }

    @Test
    void mailboxThatFillsDuringAResumePausesReadingAgain() {
        gate.pauseIfFull();
        assertThat(gate.resume()).isTrue();
        gate.pauseIfFull();
        assertThat(queue).containsExactly(PAUSED, RESUMED);

        gate.ended();
        gate.pauseIfFull();

        assertThat(queue).containsExactly(PAUSED, RESUMED, PAUSED);
        assertThat(gate.goesOn()).isFalse();
    }

    @Test
    void readingResumesIfTheMailboxEmptiesWhileThePauseIsQueued() {
        Iterator<Boolean> looks = List.of(true, false).iterator();
        ReadGate crossed = new ReadGate(queue, looks::next);

        crossed.pauseIfFull();

        assertThat(queue).containsExactly(PAUSED, RESUMED);
        assertThat(crossed.resume()).as("a resume is already queued").isFalse();
    }
}
