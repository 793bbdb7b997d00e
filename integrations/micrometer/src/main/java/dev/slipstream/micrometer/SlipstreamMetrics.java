package dev.slipstream.micrometer;

import dev.slipstream.core.Observation;
import dev.slipstream.core.Telemetry;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A listener that counts and times what clients do, with the meters of a Micrometer registry.
 *
 * <pre>{@code StartOptions options = StartOptions.builder()
 *         .telemetry(SlipstreamMetrics.of(registry))
 *         .build();
 * }</pre>
 *
 * <p>The names of the meters begin with {@code slipstream.}; the page {@code docs/telemetry.md} lists them. Any number
 * of clients and listeners may share one registry. A gauge is the sum over all running clients whose listeners have the
 * same registry and the same {@link Builder#tags}. A client is part of the sum from its first observation until the
 * client ends.
 *
 * <p>A tag never holds text of the server. Topics become tags only through a function of yours, see
 * {@link Builder#topicTag}.
 */
public final class SlipstreamMetrics implements Telemetry {

    private final ClientMeters meters;
    private final RunningClients clients;

    private SlipstreamMetrics(Builder options) {
        this.meters = new ClientMeters(options.registry, options.tags, options.topicTag);
        this.clients = RunningClients.of(options.registry, options.tags);
    }

    /** Returns a listener whose meters are in this registry. Topics do not become tags. */
    public static SlipstreamMetrics of(MeterRegistry registry) {
        return builder(registry).build();
    }

    /** Returns a builder of a listener whose meters are in this registry. */
    public static Builder builder(MeterRegistry registry) {
        return new Builder(registry);
    }

    /** Counts one observation. Gauges are updated only by the listener from {@link #ofClient}. */
    @Override
    public void observed(Observation observation) {
        meters.observed(observation);
    }

    /** Returns the listener of one client, which also updates the gauges. */
    @Override
    public Telemetry ofClient(String trace, Supplier<Observation.QueuesMeasured> queues) {
        return new MeteredClient(meters, clients, queues);
    }

    /** Collects the options of a listener. */
    public static final class Builder {

        private final MeterRegistry registry;
        private Tags tags = Tags.empty();
        private Optional<Function<String, String>> topicTag = Optional.empty();

        private Builder(MeterRegistry registry) {
            this.registry = Objects.requireNonNull(registry, "registry");
        }

        /** Adds tags to every meter, for example the name of a client. */
        public Builder tags(Iterable<Tag> more) {
            tags = tags.and(more);
            return this;
        }

        /**
         * Adds the tag {@code topic} to the meters of joins, requests, messages, drops and callbacks. Without this
         * call, these meters have no such tag.
         *
         * <p>The registry keeps one meter for each value, until the program ends. So the function must return a value
         * of a fixed set: {@code topic -> topic.startsWith("rooms:") ? "rooms:*" : "other"}. Do not return a part of
         * the topic, because the server may send any topic. An observation without a topic has the value {@code none}.
         *
         * @param value returns the value of the tag for a topic; must not throw. It also receives the topics of the
         *     server's messages, even topics that no client joined
         */
        public Builder topicTag(Function<String, String> value) {
            topicTag = Optional.of(Objects.requireNonNull(value, "value"));
            return this;
        }

        /** Builds the listener, and adds its gauges to the registry. */
        public SlipstreamMetrics build() {
            return new SlipstreamMetrics(this);
        }
    }
}
