package dev.slipstream.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.ref.Reference;
import org.junit.jupiter.api.Test;

class ReachableTest {

    private static final int MEBIBYTE = 1 << 20;

    @Test
    void fillersOfTheCollectorAreNotCounted() {
        String histogram = """
                 num     #instances         #bytes  class name (module)
                -------------------------------------------------------
                   1:         37064        2300088  [B (java.base@25.0.3)
                   2:          5321         700016  [Ljdk.internal.vm.FillerElement; (java.base@25.0.3)
                   3:           100           2400  dev.slipstream.core.Connection
                Total         42485        3002504
                """;

        assertThat(Reachable.bytes(histogram)).isEqualTo(2_302_488);
    }

    @Test
    void unexpectedTextIsRejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reachable.bytes("no such command"))
                .withMessageContaining("no such command");
    }

    @Test
    void onlyReachableObjectsAreCounted() {
        byte[] held = new byte[16 * MEBIBYTE];
        long with = Reachable.bytes();
        Reference.reachabilityFence(held);
        held = null;

        assertThat(with - Reachable.bytes()).isGreaterThan(15 * MEBIBYTE);
    }
}
