package dev.slipstream.system.security;

import dev.slipstream.JfrTelemetry;
import dev.slipstream.LoggerTelemetry;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.Span;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Telemetry;
import java.lang.reflect.RecordComponent;
import java.util.concurrent.atomic.AtomicBoolean;

/** Hands on what it hears to both listeners that there are, and looks into it itself, as a listener can. */
final class SightsOfTelemetry implements Telemetry {

    private final Sights sights;
    private final Telemetry logger = LoggerTelemetry.standard();
    private final Telemetry recorder = JfrTelemetry.create();
    private final AtomicBoolean threw = new AtomicBoolean();

    SightsOfTelemetry(Sights sights) {
        this.sights = sights;
    }

    @Override
    public void observed(Observation observation) {
        sights.see("telemetry", observation.name() + " " + observation);
        lookInto(observation);
        logger.observed(observation);
        recorder.observed(observation);
        if (observation instanceof Span.ConnectSucceeded && threw.compareAndSet(false, true)) {
            throw new IllegalStateException(Canary.THROWN);
        }
    }

    private void lookInto(Object value) {
        switch (value) {
            case Payload payload -> sights.see("telemetry", "a payload, " + Canary.PAYLOAD);
            case Configuration configuration -> sights.see("telemetry", "a configuration, " + Canary.QUERY);
            case Throwable thrown -> sights.seeThrown("telemetry", thrown);
            case Connection connection -> sights.see("telemetry", connection.headers());
            case Failure.HandshakeRefused(var status, var headers, var body) ->
                sights.see("telemetry", headers + " " + body);
            case Record record -> {
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    lookInto(component(record, component));
                }
            }
            default -> sights.see("telemetry", value);
        }
    }

    private static Object component(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
