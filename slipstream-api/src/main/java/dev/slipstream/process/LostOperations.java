package dev.slipstream.process;

import dev.slipstream.core.Observation;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.machine.client.Callback;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Detects operations and assigns of a callback that are not on the socket it returned. Reports each case to telemetry,
 * and logs only the first case of each callback.
 */
final class LostOperations {

    private static final System.Logger LOG = System.getLogger("dev.slipstream");

    private final Telemetry telemetry;
    private final Supplier<String> who;
    private @Nullable Set<String> logged;

    LostOperations(Telemetry telemetry, Supplier<String> who) {
        this.telemetry = telemetry;
        this.who = who;
    }

    void check(Callback callback, SocketLineage lineage) {
        int operations = lineage.unapplied();
        int assigns = lineage.lostAssigns();
        if (operations == 0 && assigns == 0) {
            return;
        }
        String name = callback.callback();
        telemetry.observed(new Observation.OperationsLost(name, operations, assigns));
        if (logged == null) {
            logged = new LinkedHashSet<>();
        }
        if (logged.add(name)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    who.get() + ": " + name + " returned a socket that lacks " + operations + " operation(s) and "
                            + assigns + " assign(s) that it wrote; return the socket that the last operation returned");
        }
    }
}
