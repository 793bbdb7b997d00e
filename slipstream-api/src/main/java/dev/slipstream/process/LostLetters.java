package dev.slipstream.process;

import dev.slipstream.core.Telemetry;
import dev.slipstream.core.machine.Delivery;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what a callback wrote on sockets that it did not return: counted each time, and said once for each callback. */
final class LostLetters {

    private static final System.Logger LOG = System.getLogger("dev.slipstream");

    private final Telemetry telemetry;
    private @Nullable Set<String> said;

    LostLetters(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    void check(Delivery delivery, Line line) {
        int letters = line.unposted();
        int assigns = line.lostAssigns();
        if (letters == 0 && assigns == 0) {
            return;
        }
        String callback = delivery.callback();
        telemetry.observed(new Telemetry.Observation.LettersLost(callback, letters, assigns));
        if (said == null) {
            said = new LinkedHashSet<>();
        }
        if (said.add(callback)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    callback + " returned a socket that lacks " + letters + " letter(s) and " + assigns
                            + " assign(s) which it wrote: each operation returns the socket to go on with");
        }
    }
}
