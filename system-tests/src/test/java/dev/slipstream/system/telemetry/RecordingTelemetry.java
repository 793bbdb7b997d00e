package dev.slipstream.system.telemetry;

import dev.slipstream.core.Observation;
import dev.slipstream.core.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** A listener that keeps all observations and trace ids. */
final class RecordingTelemetry implements Telemetry {

    final List<Observation> all = new CopyOnWriteArrayList<>();
    final List<String> traces = new ArrayList<>();
    /** The sizes of the queues of the last client. */
    Supplier<Observation.QueuesMeasured> queues = () -> new Observation.QueuesMeasured(0, 0, 0, 0);

    @Override
    public Telemetry ofClient(String trace, Supplier<Observation.QueuesMeasured> read) {
        traces.add(trace);
        queues = read;
        return this;
    }

    @Override
    public void observed(Observation observation) {
        all.add(observation);
    }

    <T extends Observation> List<T> of(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The names of the observations. Leaves out those that are reported for each frame or before each callback. */
    List<String> names() {
        return all.stream()
                .map(Observation::name)
                .filter(name -> !name.startsWith("slipstream.connection.handle.")
                        && !name.equals("slipstream.client.queues")
                        && !name.equals("slipstream.connection.message.send")
                        && !name.equals("slipstream.connection.event"))
                .toList();
    }
}
