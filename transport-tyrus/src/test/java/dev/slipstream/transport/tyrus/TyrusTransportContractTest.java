package dev.slipstream.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.testkit.transport.Difference;
import dev.slipstream.testkit.transport.TransportContract;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TyrusTransportContractTest extends TransportContract {

    private static final String IDLE_TIMER = "tyrus-grizzly-container-idle-timeout";

    @Override
    protected TransportProvider provider() {
        return new TyrusTransportProvider();
    }

    @Override
    protected Set<Difference> differences() {
        return Set.of(
                Difference.REFUSAL_STATUS_ALONE,
                Difference.PINGS_UNTOLD,
                Difference.NO_STATUS_IS_1000,
                Difference.MASKED_FRAMES_TAKEN);
    }

    // Tyrus's container tells nobody that TCP ended, or that it could not read the answer, before the websocket is
    // open:
    // the connect deadline has to find out. Who mends that finds these two failing, and deletes them.

    @Override
    @Test
    @DisplayName("F24, a shortfall: garbage instead of HTTP is found out by the connect deadline alone")
    public void garbageIsAnInvalidHandshake() {
        assertOnlyTheDeadlineFindsItOut(super::garbageIsAnInvalidHandshake);
    }

    @Override
    @Test
    @DisplayName("F27, a shortfall: a close during the handshake is found out by the connect deadline alone")
    public void closeDuringTheHandshakeIsNoticedAtOnce() {
        assertOnlyTheDeadlineFindsItOut(super::closeDuringTheHandshakeIsNoticedAtOnce);
    }

    // The container's idle time is counted in whole seconds, from its last socket on: threads end a moment after the
    // second that the port grants, and far later, if ever, where an attempt to open was given up: rules before this one
    // leave such, so only threads that are new are looked at. The timer of that idle time is a daemon
    // that
    // Tyrus never ends.
    @Override
    @Test
    @DisplayName("a shortfall: threads end a moment after the second, and Tyrus's idle timer never")
    public void noThreadIsLeftWithinASecondOfTheLastEnd() throws Exception {
        List<Thread> before = librarysThreads();
        try {
            super.noThreadIsLeftWithinASecondOfTheLastEnd();
        } catch (AssertionError e) { // whether it fails depends on which rule made the timer
            assertThat(e).hasMessageContaining(IDLE_TIMER);
        }
        long deadline = System.nanoTime() + Duration.ofSeconds(8).toNanos();
        for (Thread thread : librarysThreads()) {
            if (!thread.getName().equals(IDLE_TIMER)) {
                thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        }
        assertThat(librarysThreads())
                .filteredOn(thread -> !before.contains(thread))
                .extracting(Thread::getName)
                .isSubsetOf(IDLE_TIMER);
    }

    private static List<Thread> librarysThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("(?i)(tyrus|grizzly|slipstream-tyrus).*"))
                .toList();
    }

    private static void assertOnlyTheDeadlineFindsItOut(ThrowingCallable rule) {
        // The rule waits about as long as the deadline is.
        assertThatThrownBy(rule)
                .isInstanceOf(AssertionError.class)
                .hasMessageFindingMatch("nothing was told|ConnectTimedOut");
    }
}
