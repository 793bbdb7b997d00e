package dev.slipstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which frames a connection flushes at the end of a batch of inputs, and which frames wait for the client. */
class UnflushedTest {

    private final Unflushed unflushed = new Unflushed();

    @Test
    void batchWithoutFramesIsNotFlushed() {
        unflushed.ask();

        assertThat(unflushed.endBatch()).isFalse();
        assertThat(unflushed.isCorked()).isFalse();
    }

    @Test
    void framesOfCommandsWaitForTheClient() {
        unflushed.sent(true);
        assertThat(unflushed.isCorked()).as("within the batch").isFalse();

        assertThat(unflushed.endBatch()).isFalse();
        assertThat(unflushed.isCorked()).isTrue();

        unflushed.ask();

        assertThat(unflushed.endBatch()).isTrue();
        assertThat(unflushed.isCorked()).isFalse();
        assertThat(unflushed.endBatch()).as("again").isFalse();
    }

    @Test
    void heartbeatFlushesTheFramesBeforeIt() {
        unflushed.sent(true);
        assertThat(unflushed.endBatch()).isFalse();
        unflushed.sent(false);

        assertThat(unflushed.endBatch()).isTrue();
        assertThat(unflushed.isCorked()).isFalse();
    }

    @Test
    void heartbeatIsNotHeldBackByLaterCommands() {
        unflushed.sent(false);
        unflushed.sent(true);

        assertThat(unflushed.endBatch()).isTrue();
    }

    @Test
    void dueFlushStaysDueIfTheClientAsksForAFlush() {
        unflushed.sent(false);
        unflushed.ask();

        assertThat(unflushed.endBatch()).isTrue();
    }

    @Test
    void noFlushIsDueAfterAFlushThatMadeRoom() {
        unflushed.sent(true);
        assertThat(unflushed.endBatch()).isFalse();

        unflushed.clear();

        unflushed.ask();
        assertThat(unflushed.endBatch()).isFalse();
        assertThat(unflushed.isCorked()).isFalse();
    }
}
