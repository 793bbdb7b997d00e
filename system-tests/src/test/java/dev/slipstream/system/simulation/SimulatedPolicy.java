package dev.slipstream.system.simulation;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.simulation.SeededRandom;

/** Policies that user code could have written. */
enum SimulatedPolicy implements ReconnectPolicy {

    /** Like the default, but also rejoins topics that the server closed. */
    REJOINING {
        @Override
        public boolean rejoinsAfterClose(String topic, int failures) {
            return true;
        }
    },
    /** Always throws, so that the default decides. */
    THROWING {
        @Override
        public Decision reconnects(DisconnectReason reason, Tries tries) {
            throw new PlannedException("reconnects");
        }

        @Override
        public boolean rejoins(TopicCloseReason reason, int failures) {
            throw new PlannedException("rejoins");
        }

        @Override
        public boolean rejoinsAfterClose(String topic, int failures) {
            throw new PlannedException("rejoinsAfterClose");
        }
    };

    /** Returns the policy of a run, which is the default in most runs. */
    static ReconnectPolicy of(SeededRandom random) {
        return switch (random.below(8)) {
            case 0 -> ReconnectPolicy.stopWhenRefused();
            case 1 -> THROWING;
            case 2, 3 -> REJOINING;
            default -> ReconnectPolicy.standard();
        };
    }

    @Override
    public Decision reconnects(DisconnectReason reason, Tries tries) {
        return ReconnectPolicy.standard().reconnects(reason, tries);
    }

    @Override
    public boolean rejoins(TopicCloseReason reason, int failures) {
        return ReconnectPolicy.standard().rejoins(reason, failures);
    }
}
