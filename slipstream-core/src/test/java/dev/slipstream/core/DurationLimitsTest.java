package dev.slipstream.core;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.state.Assigns;
import dev.slipstream.core.state.CallbackScope;
import dev.slipstream.core.state.LiveSocket;
import dev.slipstream.core.state.SocketState;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The limits of each duration that this module accepts. */
class DurationLimitsTest {

    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration NANO = Duration.ofNanos(1);
    private static final Configuration CONFIGURATION = Configuration.of("ws://localhost/socket/websocket");
    private static final Socket SOCKET = LiveSocket.of(
                    new CallbackScope("a test", PlainEncoder.INSTANCE), SocketState.initial(), Assigns.EMPTY)
            .join("a");

    private static Arguments positive(String named, Function<Duration, Object> use) {
        return Arguments.of(named, use, "more than 0", List.of(NANO, YEAR), List.of(Duration.ZERO, NANO.negated()));
    }

    private static Arguments notNegative(String named, Function<Duration, Object> use) {
        return Arguments.of(named, use, "0 or more", List.of(Duration.ZERO, YEAR), List.of(NANO.negated()));
    }

    private static Function<Duration, Object> option(
            BiFunction<Configuration.Builder, Duration, Configuration.Builder> set) {
        return span -> set.apply(CONFIGURATION.toBuilder(), span).build();
    }

    static Stream<Arguments> uses() {
        return Stream.of(
                positive("credentialsTimeout", option(Configuration.Builder::credentialsTimeout)),
                positive("connectTimeout", option(Configuration.Builder::connectTimeout)),
                positive("joinTimeout", option(Configuration.Builder::joinTimeout)),
                positive("leaveTimeout", option(Configuration.Builder::leaveTimeout)),
                positive("requestTimeout", option(Configuration.Builder::requestTimeout)),
                positive("closeTimeout", option(Configuration.Builder::closeTimeout)),
                positive("heartbeatTimeout", option(Configuration.Builder::heartbeatTimeout)),
                notNegative("heartbeatInterval", option(Configuration.Builder::heartbeatInterval)),
                notNegative("stablePeriod", option(Configuration.Builder::stablePeriod)),
                notNegative("retryAfterLimit", option(Configuration.Builder::retryAfterLimit)),
                notNegative("a delay of a backoff", span -> Backoff.exact(Arrays.asList(span))),
                notNegative("a delay of a backoff", span -> Backoff.jittered(Arrays.asList(NANO, span))),
                notNegative("earliest of a window", span -> new Backoff.Window(span, YEAR)),
                notNegative("latest of a window", span -> new Backoff.Window(Duration.ZERO, span)),
                notNegative("expiry of a buffer", span -> new PushBuffer(1, 1, span)),
                positive("timeout of the request ping", span -> SOCKET.request("a", "ping", Map.of(), 1, span)),
                notNegative("delay of the timer k", span -> SOCKET.sendAfter("k", span, "m")),
                positive("period of the timer k", span -> SOCKET.sendEvery("k", span, "m")),
                positive("quiet of idleAfter", span -> SOCKET.idleAfter(span, "m")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uses")
    void durationWithinLimitsIsAccepted(
            String named,
            Function<Duration, Object> use,
            String accepted,
            List<Duration> valid,
            List<Duration> tooShort) {
        valid.forEach(span ->
                assertThatCode(() -> use.apply(span)).as(span.toString()).doesNotThrowAnyException());
        Stream.concat(tooShort.stream(), Stream.of(YEAR.plus(NANO), Duration.ofSeconds(Long.MAX_VALUE)))
                .forEach(span -> assertThatThrownBy(() -> use.apply(span))
                        .as(span.toString())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(named + ": " + span + " is not accepted; accepted: " + accepted
                                + ", and 365 days at most"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("uses")
    void nullDurationIsNamed(String named, Function<@Nullable Duration, Object> use) {
        assertThatThrownBy(() -> use.apply(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage(named);
    }
}
