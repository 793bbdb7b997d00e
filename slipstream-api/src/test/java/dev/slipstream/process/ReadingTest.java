package dev.slipstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.machine.Input;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** What is put into a connection's queue as its owner's mailbox fills up and is emptied. */
class ReadingTest {

    private static final Input PAUSED = new Input.ReadingPaused();
    private static final Input RESUMED = new Input.ReadingResumed();

    private final Queue<Object> queue = new ArrayDeque<>();
    private final Reading reading = new Reading(queue, () -> true);

    @Test
    void aPauseBeginsOnceHoweverOftenTheMailboxIsFoundFull() {
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
        reading.pauseIfFull();

        assertThat(reading.resume()).isTrue();
        assertThat(reading.resume()).isFalse();
        assertThat(queue).containsExactly(PAUSED, RESUMED);
        assertThat(reading.goesOn()).as("before that is reached").isFalse();

        reading.ended();

        assertThat(reading.goesOn()).isTrue();
    }

    @Test
    void aMailboxThatFillsUpWhileGoingOnIsOnItsWayPausesBehindIt() {
        reading.pauseIfFull();
        assertThat(reading.resume()).isTrue();
        reading.pauseIfFull();
        assertThat(queue).containsExactly(PAUSED, RESUMED);

        reading.ended();
        reading.pauseIfFull();

        assertThat(queue).containsExactly(PAUSED, RESUMED, PAUSED);
        assertThat(reading.goesOn()).isFalse();
    }

    @Test
    void aMailboxThatWasEmptiedMeanwhileEndsThePauseItself() {
        Iterator<Boolean> looks = List.of(true, false).iterator();
        Reading crossed = new Reading(queue, looks::next);

        crossed.pauseIfFull();

        assertThat(queue).containsExactly(PAUSED, RESUMED);
        assertThat(crossed.resume()).as("that was asked for already").isFalse();
    }
}
