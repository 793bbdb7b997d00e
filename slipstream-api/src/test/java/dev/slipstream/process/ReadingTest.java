package dev.slipstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.machine.Input;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What is put into a connection's queue as its owner's mailbox fills up and is emptied. */
class ReadingTest {

    private static final Input PAUSED = new Input.ReadingPaused();
    private static final Input RESUMED = new Input.ReadingResumed();

    private final Queue<Object> queue = new ArrayDeque<>();
    private boolean isFull;
    private final Reading reading = new Reading(queue, () -> isFull);

    @Test
    void aPauseBeginsOnceHoweverOftenTheMailboxIsFoundFull() {
        isFull = true;
        reading.pauseIfFull();
        reading.pauseIfFull();

        assertThat(queue).containsExactly(PAUSED);
        assertThat(reading.goesOn()).isFalse();
    }

    @Test
    void nothingIsAskedOfAConnectionThatReads() {
        assertThat(reading.resume()).isFalse();
        assertThat(queue).isEmpty();
    }

    @Test
    void aPauseEndsOnceHoweverOftenGoingOnIsAskedFor() {
        isFull = true;
        reading.pauseIfFull();
        isFull = false;

        assertThat(reading.resume()).isTrue();
        assertThat(reading.resume()).isFalse();
        assertThat(queue).containsExactly(PAUSED, RESUMED);
        assertThat(reading.goesOn()).as("before that is reached").isFalse();

        reading.ended();

        assertThat(reading.goesOn()).isTrue();
    }

    @Test
    void whatEndsAPauseIsNeverReachedInTheNextOne() {
        isFull = true;
        reading.pauseIfFull();
        boolean asked = reading.resume();
        boolean again = reading.resume();
        queue.clear();
        reading.ended();
        reading.pauseIfFull();

        assertThat(asked).isTrue();
        assertThat(again).isFalse();
        assertThat(queue).containsExactly(PAUSED);
        assertThat(reading.goesOn()).isFalse();
    }

    @Test
    void aMailboxThatFillsUpWhileGoingOnIsOnItsWayPausesBehindIt() {
        isFull = true;
        reading.pauseIfFull();
        boolean asked = reading.resume();
        reading.pauseIfFull();
        assertThat(queue).containsExactly(PAUSED, RESUMED);

        reading.ended();
        reading.pauseIfFull();

        assertThat(asked).isTrue();
        assertThat(queue).containsExactly(PAUSED, RESUMED, PAUSED);
    }
}
