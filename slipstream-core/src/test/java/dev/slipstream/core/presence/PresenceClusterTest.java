package dev.slipstream.core.presence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** After each random history of a cluster, the client's view equals the list of the client's node. */
@Tag("presence-P32")
class PresenceClusterTest {

    private static final int HISTORIES = 2_000;
    private static final int STEPS = 100;

    @Test
    void viewEqualsTheServersList() {
        int withMany = 0;
        for (long seed = 0; seed < HISTORIES; seed++) {
            PresenceCluster cluster = new PresenceCluster(seed);
            for (int calm = 0; calm < 3; calm++) {
                for (int step = 0; step < STEPS; step++) {
                    cluster.step();
                }
                cluster.calmDown();

                assertThat(cluster.seen())
                        .as("the view after history %d, part %d", seed, calm)
                        .isEqualTo(cluster.tracked())
                        .isEqualTo(cluster.trackedElsewhere());
                withMany += cluster.seen().size() > 2 ? 1 : 0;
            }
        }
        assertThat(withMany).as("histories that end with several keys").isGreaterThan(HISTORIES);
    }
}
