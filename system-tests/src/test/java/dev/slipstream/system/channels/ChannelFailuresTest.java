package dev.slipstream.system.channels;

import static dev.slipstream.system.channels.ChannelScenario.CONFIGURATION;
import static dev.slipstream.system.channels.ChannelScenario.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.RunningClient;
import dev.slipstream.channels.ChannelMessage;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Observation.HandlerFailed;
import dev.slipstream.core.Observation.Span;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a telemetry listener receives if handlers of channel handles throw. */
class ChannelFailuresTest {

    private static final String SECRET = "canary";
    private static final String STATE = IllegalStateException.class.getName();

    private final List<Observation> observed = new CopyOnWriteArrayList<>();
    private final ChannelScenario scenario =
            ChannelScenario.started(CONFIGURATION, options -> options.telemetry(observed::add));

    /** In each test a handler throws. The test kit throws the first of these exceptions at the end of the test. */
    @AfterEach
    void end() {
        assertThatThrownBy(scenario::close).hasRootCauseMessage(SECRET);
    }

    private static void fail() {
        throw new IllegalStateException(SECRET);
    }

    private List<HandlerFailed> failures() {
        return observed.stream()
                .filter(HandlerFailed.class::isInstance)
                .map(HandlerFailed.class::cast)
                .toList();
    }

    @Test
    void eachExceptionIsObservedWithTopicEventAndClass() {
        scenario.join();
        scenario.lobby().on("shout", payload -> fail());
        scenario.lobby().onAny(message -> {
            throw new AssertionError(SECRET);
        });

        scenario.shout(1);
        scenario.say("whisper\n", Map.of());
        scenario.shout(2); // the log only counts these failures, but the listener receives them

        HandlerFailed onShout = new HandlerFailed("the handler of shout on rooms:lobby", LOBBY, "shout", STATE);
        HandlerFailed onAny =
                new HandlerFailed("the onAny handler on rooms:lobby", LOBBY, "shout", AssertionError.class.getName());
        assertThat(failures())
                .containsExactly(
                        onShout,
                        onAny,
                        new HandlerFailed(onAny.handler(), LOBBY, "whisper\\u000a", onAny.thrown()),
                        onShout,
                        onAny);
        assertThat(observed).noneMatch(observation -> observation.toString().contains(SECRET));
        assertThat(observed).noneMatch(Span.CallbackFailed.class::isInstance);
    }

    @Test
    void failureOfAHandlerWithoutAMessageNamesNoEvent() {
        scenario.socket().onOpen(ChannelFailuresTest::fail);
        scenario.lobby().onJoin(response -> fail());
        scenario.lobby().presence().onSync(ChannelFailuresTest::fail);
        scenario.join();
        scenario.say("presence_state", Map.of());

        assertThat(failures())
                .containsExactly(
                        new HandlerFailed("the onOpen handler", "", "", STATE),
                        new HandlerFailed("the onJoin handler on rooms:lobby", LOBBY, "", STATE),
                        new HandlerFailed("the presence onSync handler on rooms:lobby", LOBBY, "", STATE));
    }

    @Test
    void handlerThatThrowsAtTheEndIsObserved() {
        scenario.socket().onStateChange(status -> fail());

        scenario.socket().close();

        HandlerFailed failed = new HandlerFailed("the onStateChange handler", "", "", STATE);
        assertThat(failures()).containsExactly(failed);
        assertThat(observed)
                .containsSubsequence(
                        new Span.CallbackStarted("terminate", "", ""),
                        failed,
                        new Observation.ClientEnded("Shutdown[]"));
    }

    @Test
    void subscriberThatThrowsIsObserved() {
        scenario.join();
        scenario.lobby().messages().subscribe(new Flow.Subscriber<ChannelMessage>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            public void onNext(ChannelMessage message) {
                fail();
            }

            @Override
            public void onError(Throwable thrown) {}

            @Override
            public void onComplete() {}
        });

        scenario.shout(1);

        assertThat(failures()).containsExactly(new HandlerFailed("a subscriber of rooms:lobby", LOBBY, "", STATE));
    }

    @Test
    void exceptionsThatUserCodeReportsAreObserved() {
        RunningClient client = scenario.socket().client();
        IllegalStateException thrown = new IllegalStateException(SECRET);
        client.report("the order listener", "the order listener threw", thrown);
        client.report("the order listener", "the order listener threw", thrown, "orders:1", "paid");

        assertThat(failures())
                .containsExactly(
                        new HandlerFailed("the order listener", "", "", STATE),
                        new HandlerFailed("the order listener", "orders:1", "paid", STATE));
    }

    /** The client drops a message with a mismatched payload, and reports {@code PayloadMismatched} instead. */
    @Test
    void messageThatDoesNotFitIsNoFailureOfAHandler() {
        scenario.join();
        scenario.lobby().on("shout", int[].class, numbers -> fail());
        scenario.lobby().onLeave(cause -> fail());

        scenario.shout(1);

        assertThat(failures()).isEmpty();
        assertThat(observed)
                .filteredOn(Observation.PayloadMismatched.class::isInstance)
                .hasSize(1);
        scenario.lobby().leave();
        scenario.test.acceptLeave(LOBBY);
        assertThat(failures()).hasSize(1);
    }
}
