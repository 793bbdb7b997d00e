package dev.slipstream.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.testkit.transport.Difference;
import dev.slipstream.testkit.transport.TransportContract;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TyrusTransportContractTest extends TransportContract {

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

    // Tyrus's container tells nobody that TCP ended, or that it could not read the answer, before the websocket is open:
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

    private static void assertOnlyTheDeadlineFindsItOut(ThrowingCallable rule) {
        // The rule waits about as long as the deadline is.
        assertThatThrownBy(rule)
                .isInstanceOf(AssertionError.class)
                .hasMessageFindingMatch("nothing was told|ConnectTimedOut");
    }
}
