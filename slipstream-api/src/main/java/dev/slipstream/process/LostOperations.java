package dev.slipstream.process;

import dev.slipstream.core.Observation;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.machine.client.Callback;

/** Detects operations and assigns of a callback that are not on the returned socket, and reports them. */
final class LostOperations {

    private final Telemetry telemetry;

    LostOperations(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    void check(Callback callback, SocketLineage lineage) {
        int operations = lineage.unapplied();
        int assigns = lineage.lostAssigns();
        if (operations != 0 || assigns != 0) {
            telemetry.observed(new Observation.OperationsLost(callback.callback(), operations, assigns));
        }
    }
}
