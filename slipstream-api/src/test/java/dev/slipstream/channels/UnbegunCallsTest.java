package dev.slipstream.channels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * {@link UnbegunCalls} holds the calls of join and leave that a client has not begun. If a restart must resume a call,
 * {@code resume} returns that call.
 */
class UnbegunCallsTest {

    private final UnbegunCalls calls = new UnbegunCalls();

    @Test
    void lastCallDecides() {
        UnbegunCalls.Call unused = calls.addJoin();
        UnbegunCalls.Call leave = calls.addLeave();

        assertThat(calls.resume()).isSameAs(leave);
    }

    @Test
    void restartDoesNotResumeBegunOrRefusedCalls() {
        UnbegunCalls.Call begun = calls.addLeave();
        UnbegunCalls.Call join = calls.addJoin();
        UnbegunCalls.Call refused = calls.addLeave();
        calls.begin(begun);
        calls.refuse(refused);

        assertThat(calls.resume()).isSameAs(join);
    }

    /** The loss of a call may be reported before or after the restarted client calls {@code resume}. */
    @Test
    void restartDoesNotResumeALostCallTwice() {
        UnbegunCalls.Call early = calls.addJoin();
        calls.lose(early);
        UnbegunCalls.Call late = calls.addJoin();
        assertThat(calls.resume()).isSameAs(late);
        calls.lose(late);

        assertThat(calls.hasJoin()).isFalse();
        assertThat(calls.resume()).isNull();
    }

    /** A restarted client has a join and a leave in its mailbox. It begins only the join, and then ends. */
    @Test
    void restartResumesALostCallAgainIfAnEarlierCallHasBegun() {
        UnbegunCalls.Call join = calls.addJoin();
        UnbegunCalls.Call leave = calls.addLeave();
        assertThat(calls.resume()).isSameAs(leave);
        calls.begin(join);
        calls.lose(leave);

        assertThat(calls.resume()).isSameAs(leave);
        assertThat(calls.resume()).isNull();
    }

    /** The restarted client may begin a call before it is known that an earlier call was lost. */
    @Test
    void restartDoesNotResumeALostCallAgainIfALaterCallHasBegun() {
        UnbegunCalls.Call leave = calls.addLeave();
        UnbegunCalls.Call join = calls.addJoin();
        assertThat(calls.resume()).isSameAs(join);
        calls.begin(join);
        calls.lose(leave);

        assertThat(calls.resume()).isNull();
    }

    /** The client may restart twice before it is known that the first of two calls was lost. */
    @Test
    void restartDoesNotResumeACallThatIsEarlierThanAResumedCall() {
        UnbegunCalls.Call leave = calls.addLeave();
        UnbegunCalls.Call join = calls.addJoin();
        calls.lose(join);
        assertThat(calls.resume()).isSameAs(join);

        assertThat(calls.resume()).isNull();
        calls.lose(leave);
        assertThat(calls.resume()).isNull();
    }

    /**
     * While a channel is not in use, a restart does not resume its calls. In this test a later join brings the channel
     * into use.
     */
    @Test
    void restartDoesNotResumeCallsThatWereLostBeforeALaterCallBegan() {
        UnbegunCalls.Call leave = calls.addLeave();
        calls.lose(leave);
        calls.begin(calls.addJoin());

        assertThat(calls.resume()).isNull();
    }

    @Test
    void joinIsKnownUntilItIsBegun() {
        UnbegunCalls.Call join = calls.addJoin();
        assertThat(join.isJoin()).isTrue();
        assertThat(calls.hasJoin()).isTrue();

        calls.begin(join);
        UnbegunCalls.Call leave = calls.addLeave();

        assertThat(leave.isJoin()).isFalse();
        assertThat(calls.hasJoin()).isFalse();
    }
}
