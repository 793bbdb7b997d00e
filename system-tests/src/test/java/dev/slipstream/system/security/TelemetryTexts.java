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

/**
 * Passes each observation to {@link LoggerTelemetry} and {@link JfrTelemetry}. Also inspects the components of each
 * observation, as a user's listener can.
 */
final class TelemetryTexts implements Telemetry {

    private final VisibleTexts texts;
    private final Telemetry logger = LoggerTelemetry.standard();
    private final Telemetry recorder = JfrTelemetry.create();
    private final AtomicBoolean threw = new AtomicBoolean();

    TelemetryTexts(VisibleTexts texts) {
        this.texts = texts;
    }

    @Override
    public void observed(Observation observation) {
        texts.see("telemetry", observation.name() + " " + observation);
        inspect(observation);
        logger.observed(observation);
        recorder.observed(observation);
        if (observation instanceof Span.ConnectSucceeded && threw.compareAndSet(false, true)) {
            throw new IllegalStateException(Canary.USERS);
        }
    }

    private void inspect(Object value) {
        switch (value) {
            case Payload payload -> texts.see("telemetry", "a payload, " + Canary.PAYLOAD);
            case Configuration configuration -> texts.see("telemetry", "a configuration, " + Canary.QUERY);
            case Throwable thrown -> texts.seeThrown("telemetry", thrown);
            case Connection connection -> texts.see("telemetry", connection.headers());
            case Failure.HandshakeRefused(var status, var headers, var body) ->
                texts.see("telemetry", headers + " " + body);
            case Record record -> {
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    inspect(component(record, component));
                }
            }
            default -> texts.see("telemetry", value);
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
