package dev.slipstream.system.simulation.invariant;

import dev.slipstream.system.simulation.Scene;
import java.time.Duration;

/**
 * A moment from which something has so much time, and what held it up until then: that is added.
 *
 * @param lost as {@link Bound#lost} said
 */
record Since(Duration at, Duration lost, Bound bound) {

    /** Whose it is, and so what holds it up. */
    enum Bound {
        /** Callbacks have to run for it. */
        CLIENT {
            @Override
            Duration lost(Scene scene) {
                return scene.hindered();
            }
        },
        /** A connection does it of itself, whatever callbacks do meanwhile. */
        CONNECTION {
            @Override
            Duration lost(Scene scene) {
                return scene.late();
            }
        };

        abstract Duration lost(Scene scene);
    }

    static Since now(Scene scene) {
        return at(scene.now(), scene);
    }

    static Since at(Duration moment, Scene scene) {
        return new Since(moment, Bound.CLIENT.lost(scene), Bound.CLIENT);
    }

    /** As {@link #now}, of what no callback holds up. */
    static Since ofConnection(Scene scene) {
        return ofConnection(scene.now(), scene);
    }

    static Since ofConnection(Duration moment, Scene scene) {
        return new Since(moment, Bound.CONNECTION.lost(scene), Bound.CONNECTION);
    }

    /** Whether what was on its way must have come by now. */
    boolean isSettled(Scene scene) {
        return isPast(Duration.ZERO, scene);
    }

    /** Whether what may take so long must be over by now. */
    boolean isPast(Duration span, Scene scene) {
        Duration took = scene.now().minus(at);
        Duration most = span.plus(scene.grain());
        // To ask what was lost costs more than to see that no time has gone by.
        return took.compareTo(most) > 0
                && took.compareTo(most.plus(bound.lost(scene)).minus(lost)) > 0;
    }
}
