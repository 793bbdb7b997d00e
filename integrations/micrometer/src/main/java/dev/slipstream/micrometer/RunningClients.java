package dev.slipstream.micrometer;

import dev.slipstream.core.Observation.QueuesMeasured;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * The running clients whose listeners have the same registry and the same tags. The gauges are sums over these clients.
 *
 * <p>A registry ignores a second gauge with the same name and tags. So all listeners of a registry with the same tags
 * share one object of this class.
 */
final class RunningClients {

    /** The map has weak keys, so that a registry that is no longer used can be collected. */
    private static final Map<MeterRegistry, Map<Tags, RunningClients>> OF_REGISTRIES =
            Collections.synchronizedMap(new WeakHashMap<>());

    private final Set<MeteredClient> clients = ConcurrentHashMap.newKeySet();

    private RunningClients(MeterRegistry registry, Tags tags) {
        addGauges(registry, tags);
    }

    /** Returns the clients of this registry and these tags. The first call adds the gauges to the registry. */
    static RunningClients of(MeterRegistry registry, Tags tags) {
        return OF_REGISTRIES
                .computeIfAbsent(registry, absent -> new ConcurrentHashMap<>())
                .computeIfAbsent(tags, absent -> new RunningClients(registry, tags));
    }

    void add(MeteredClient client) {
        clients.add(client);
    }

    void remove(MeteredClient client) {
        clients.remove(client);
    }

    private void addGauges(MeterRegistry registry, Tags tags) {
        for (MeteredClient.State state : MeteredClient.State.values()) {
            Gauge.builder("slipstream.clients", this, its -> its.in(state))
                    .description("Running clients by the state of their connection")
                    .tags(tags.and("state", state.name().toLowerCase(Locale.ROOT)))
                    .strongReference(true)
                    .register(registry);
        }
        addSum(registry, tags, "slipstream.mailbox.events", "Events that wait for callbacks", QueuesMeasured::events);
        addSum(
                registry,
                tags,
                "slipstream.mailbox.messages",
                "Messages of user code and timers that wait for callbacks",
                QueuesMeasured::messages);
        addSum(
                registry,
                tags,
                "slipstream.outbound.messages",
                "Messages that wait to be written to websockets",
                QueuesMeasured::outbound);
        Gauge.builder("slipstream.mailbox.memory", this, its -> its.sum(QueuesMeasured::bytes))
                .description("Memory of the events that wait for callbacks")
                .baseUnit(BaseUnits.BYTES)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    private void addSum(
            MeterRegistry registry, Tags tags, String name, String description, ToLongFunction<QueuesMeasured> size) {
        Gauge.builder(name, this, its -> its.sum(size))
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    private long in(MeteredClient.State state) {
        return clients.stream().filter(client -> client.state() == state).count();
    }

    private long sum(ToLongFunction<QueuesMeasured> size) {
        return clients.stream().map(MeteredClient::queues).mapToLong(size).sum();
    }
}
