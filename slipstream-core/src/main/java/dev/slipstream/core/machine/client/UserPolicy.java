package dev.slipstream.core.machine.client;

import dev.slipstream.core.Backoff;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Observation;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.TopicCloseReason;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the policy and the backoffs of a configuration. If one of them throws or returns null, the standard policy or
 * backoff answers, because a bug in user code must not end the client. Telemetry gets a report, and the process logs
 * the exception.
 */
final class UserPolicy {

    private static final ReconnectPolicy STANDARD = ReconnectPolicy.standard();

    private UserPolicy() {}

    static ReconnectPolicy.Decision reconnects(
            Configuration asked, DisconnectReason reason, ReconnectPolicy.Tries tries, ClientOutput output) {
        return answer(
                "reconnects",
                () -> asked.reconnectPolicy().reconnects(reason, tries),
                () -> STANDARD.reconnects(reason, tries),
                output);
    }

    static boolean rejoins(Configuration asked, TopicCloseReason reason, int failures, ClientOutput output) {
        return answer(
                "rejoins",
                () -> asked.reconnectPolicy().rejoins(reason, failures),
                () -> STANDARD.rejoins(reason, failures),
                output);
    }

    static boolean rejoinsAfterClose(Configuration asked, String topic, int failures, ClientOutput output) {
        return answer(
                "rejoinsAfterClose",
                () -> asked.reconnectPolicy().rejoinsAfterClose(topic, failures),
                () -> STANDARD.rejoinsAfterClose(topic, failures),
                output);
    }

    static Backoff.Window reconnectDelay(
            Configuration asked, int attempt, boolean wasEstablished, ClientOutput output) {
        return answer(
                "reconnectBackoff",
                () -> asked.reconnectBackoff().window(attempt, wasEstablished),
                () -> Backoff.standard().window(attempt, wasEstablished),
                output);
    }

    static Backoff.Window slowReconnectDelay(
            Configuration asked, int attempt, boolean wasEstablished, ClientOutput output) {
        return answer(
                "slowReconnectBackoff",
                () -> asked.slowReconnectBackoff().window(attempt, wasEstablished),
                () -> Backoff.slow().window(attempt, wasEstablished),
                output);
    }

    static Backoff.Window rejoinDelay(Configuration asked, int attempt, boolean wasJoined, ClientOutput output) {
        return answer(
                "rejoinBackoff",
                () -> asked.rejoinBackoff().window(attempt, wasJoined),
                () -> Backoff.standard().window(attempt, wasJoined),
                output);
    }

    private static <T> T answer(String method, Supplier<@Nullable T> asked, Supplier<T> standard, ClientOutput output) {
        String thrown = "null";
        try {
            T answer = asked.get();
            if (answer != null) {
                return answer;
            }
        } catch (Throwable failure) {
            if (CallbackFailures.isFatal(failure)) {
                throw failure;
            }
            thrown = failure.getClass().getName();
            output.emit(new ClientEffect.LogException(method, failure));
        }
        output.report(new Observation.PolicyFailed(method, thrown));
        return standard.get();
    }
}
