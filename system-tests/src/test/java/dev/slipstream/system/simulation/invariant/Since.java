package dev.slipstream.system.simulation.invariant;

import dev.slipstream.system.simulation.Scene;
import java.time.Duration;

/**
 * A moment from which something has so much time, and what the client was hindered until then: that is added.
 *
 * @param hindered as {@link Scene#hindered} said
 */
record Since(Duration at, Duration hindered) {

    static Since now(Scene scene) {
        return new Since(scene.now(), scene.hindered());
    }

    /** Whether what was on its way must have come by now. */
    boolean isSettled(Scene scene) {
        return isPast(Duration.ZERO, scene);
    }

    /** Whether what may take so long must be over by now. */
    boolean isPast(Duration span, Scene scene) {
        Duration took = scene.now().minus(at);
        // To ask what hindered costs more than to see that no time has gone by.
        return took.compareTo(span.plus(scene.grain())) > 0
                && took.compareTo(
                                span.plus(scene.grain()).plus(scene.hindered()).minus(hindered))
                        > 0;
    }
}
