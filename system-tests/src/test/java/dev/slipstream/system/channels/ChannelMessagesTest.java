// This file has more than 300 lines, because it has every rule of the stream of a channel's messages.
package dev.slipstream.system.channels;

import static dev.slipstream.system.channels.ChannelScenario.CONFIGURATION;
import static dev.slipstream.system.channels.ChannelScenario.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelMessage;
import dev.slipstream.channels.ChannelMessages;
import dev.slipstream.channels.MessageBuffer;
import dev.slipstream.channels.MessageBuffer.Overflow;
import dev.slipstream.channels.MessageOverflowException;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Observation;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TopicCloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream of a channel's messages: demand, buffers, drops and ends. */
class ChannelMessagesTest {

    record Shout(int n) {}

    private final ChannelScenario scenario = ChannelScenario.joined();
    private final Channel lobby = scenario.lobby();

    @AfterEach
    void close() {
        scenario.close();
    }

    private RecordingSubscriber subscribed(long first) {
        return subscribed(first, MessageBuffer.STANDARD);
    }

    private RecordingSubscriber subscribed(long first, MessageBuffer buffer) {
        RecordingSubscriber subscriber = new RecordingSubscriber(first);
        lobby.messages(buffer).subscribe(subscriber);
        return subscriber;
    }

    private void say(int from, int to) {
        IntStream.range(from, to).forEach(n -> scenario.say("n", n));
    }

    // --- demand -----------------------------------------------------------------------------------------------------

    @Test
    void subscriberReceivesNoMoreThanItRequests() {
        RecordingSubscriber subscriber = subscribed(2);
        say(0, 5);
        assertThat(subscriber.taken()).containsExactly("0", "1");

        subscriber.request(1);
        assertThat(subscriber.taken()).containsExactly("2");

        subscriber.request(10);
        assertThat(subscriber.taken()).containsExactly("3", "4");
        say(5, 7);
        assertThat(subscriber.taken()).containsExactly("5", "6");
    }

    @Test
    void messageHasItsTopicEventAndPayload() {
        List<ChannelMessage> received = new ArrayList<>();
        lobby.messages().subscribe(new ForwardingSubscriber(received::add));

        scenario.say("shout", Map.of("n", 1));

        ChannelMessage only = received.get(0);
        assertThat(only.topic()).isEqualTo(LOBBY);
        assertThat(only.event()).isEqualTo("shout");
        assertThat(only.as(Shout.class)).isEqualTo(new Shout(1));
        assertThat(only).hasToString("ChannelMessage[topic=rooms:lobby, event=shout, payload=" + only.payload() + "]");
        assertThat(only.toString()).doesNotContain("{\"n\"");
    }

    @Test
    void requestInOnNextAddsToTheDemand() {
        List<String> received = new ArrayList<>();
        lobby.messages().subscribe(new ForwardingSubscriber(1, (subscription, message) -> {
            received.add(message.payload().text());
            subscription.request(1);
        }));

        say(0, 10_000);

        assertThat(received).hasSize(10_000).startsWith("0", "1").endsWith("9999");
    }

    @Test
    void buffersOfTwoSubscribersAreIndependent() {
        RecordingSubscriber all = subscribed(Long.MAX_VALUE);
        RecordingSubscriber none = subscribed(0);
        say(0, 3);

        assertThat(all.taken()).containsExactly("0", "1", "2");
        assertThat(none.taken()).isEmpty();
        none.request(2);
        assertThat(none.taken()).containsExactly("0", "1");
    }

    @Test
    void subscriberReceivesOnlyMessagesAfterItSubscribed() {
        say(0, 2);
        RecordingSubscriber subscriber = subscribed(Long.MAX_VALUE);
        say(2, 4);

        assertThat(subscriber.taken()).containsExactly("2", "3");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void requestBelowOneEndsTheStream(long n) {
        RecordingSubscriber subscriber = subscribed(0);
        say(0, 2);
        subscriber.request(n);
        subscriber.request(5);

        assertThat(subscriber.taken()).containsExactly("IllegalArgumentException");
        assertThat(subscriber.failure()).hasMessageContaining("request(" + n + ")", "3.9");
        say(2, 4);
        assertThat(subscriber.taken()).isEmpty();
    }

    @Test
    void demandAboveTheLargestLongIsUnlimited() {
        RecordingSubscriber subscriber = subscribed(Long.MAX_VALUE);
        subscriber.request(Long.MAX_VALUE);
        say(0, 3);

        assertThat(subscriber.taken()).containsExactly("0", "1", "2");
    }

    @Test
    void subscriberThatIsNullIsRefused() {
        ChannelMessages messages = lobby.messages();

        assertThatThrownBy(() -> messages.subscribe(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> lobby.messages(null)).isInstanceOf(NullPointerException.class);
    }

    // --- cancel -----------------------------------------------------------------------------------------------------

    @Test
    void cancelledSubscriberReceivesNothing() {
        RecordingSubscriber subscriber = subscribed(0);
        say(0, 2);
        subscriber.subscription().cancel();
        subscriber.subscription().cancel();
        subscriber.request(5);
        subscriber.request(-1);
        say(2, 4);
        scenario.test.closeTopic(LOBBY);

        assertThat(subscriber.signals).isEmpty();
    }

    @Test
    void subscriberCancelsInOnNext() {
        List<String> received = new ArrayList<>();
        lobby.messages().subscribe(new ForwardingSubscriber(5, (subscription, message) -> {
            received.add(message.payload().text());
            subscription.cancel();
        }));

        say(0, 3);

        assertThat(received).containsExactly("0");
    }

    // --- overflow ---------------------------------------------------------------------------------------------------

    @Test
    void oldestMessagesAreDropped() {
        ChannelMessages messages = lobby.messages(MessageBuffer.of(3, Overflow.DROP_OLDEST));
        RecordingSubscriber subscriber = new RecordingSubscriber(0);
        messages.subscribe(subscriber);
        say(0, 5);
        assertThat(messages.dropped()).isEqualTo(2);

        subscriber.request(10);

        assertThat(subscriber.taken()).containsExactly("2", "3", "4");
        say(5, 6);
        assertThat(subscriber.taken()).containsExactly("5");
        assertThat(messages.dropped()).isEqualTo(2);
    }

    @Test
    void newestMessagesAreDropped() {
        ChannelMessages messages = lobby.messages(MessageBuffer.of(3, Overflow.DROP_NEWEST));
        RecordingSubscriber subscriber = new RecordingSubscriber(0);
        messages.subscribe(subscriber);
        say(0, 5);
        assertThat(messages.dropped()).isEqualTo(2);

        subscriber.request(10);

        assertThat(subscriber.taken()).containsExactly("0", "1", "2");
        say(5, 6);
        assertThat(subscriber.taken()).containsExactly("5");
    }

    @Test
    void streamEndsWithAnErrorAfterTheBufferedMessages() {
        ChannelMessages messages = lobby.messages(MessageBuffer.of(3, Overflow.FAIL));
        RecordingSubscriber subscriber = new RecordingSubscriber(0);
        messages.subscribe(subscriber);
        say(0, 5);

        subscriber.request(2);
        assertThat(subscriber.taken()).containsExactly("0", "1");
        say(5, 6);
        subscriber.request(2);

        assertThat(subscriber.taken()).containsExactly("2", "MessageOverflowException");
        assertThat(subscriber.failure())
                .isInstanceOf(MessageOverflowException.class)
                .hasMessageContaining("a subscriber of rooms:lobby was too slow: its buffer for 3 messages and");
        assertThat(messages.dropped()).isEqualTo(3);
    }

    @Test
    void bytesAreBoundedToo() {
        String half = "x".repeat(400);
        ChannelMessages messages = lobby.messages(new MessageBuffer(100, 2_000, Overflow.DROP_OLDEST));
        RecordingSubscriber subscriber = new RecordingSubscriber(0);
        messages.subscribe(subscriber);
        for (int n = 0; n < 5; n++) {
            scenario.say("n", half + n);
        }
        assertThat(messages.dropped()).isPositive();

        subscriber.request(10);

        assertThat(subscriber.taken()).hasSize(5 - (int) messages.dropped()).endsWith('"' + half + "4\"");
    }

    @Test
    void messageLargerThanTheBufferIsKeptAlone() {
        RecordingSubscriber subscriber = subscribed(0, new MessageBuffer(5, 1, Overflow.DROP_NEWEST));
        scenario.say("n", "x".repeat(1000));
        say(0, 1);

        subscriber.request(5);

        assertThat(subscriber.taken()).containsExactly('"' + "x".repeat(1000) + '"');
    }

    @Test
    void dropsAreReported() {
        List<Observation> observed = new ArrayList<>();
        try (ChannelScenario own =
                ChannelScenario.started(CONFIGURATION, options -> options.telemetry(observed::add))) {
            own.join();
            own.lobby().messages(MessageBuffer.of(1, Overflow.DROP_OLDEST)).subscribe(new RecordingSubscriber(0));
            own.say("n", 0);
            own.say("n", 1);
            own.say("n", 2);

            assertThat(observed)
                    .filteredOn(Observation.ProblemReported.class::isInstance)
                    .hasSize(2)
                    .allSatisfy(one -> assertThat(one.toString())
                            .contains("dropped messages of rooms:lobby", "dropped 1 message (DROP_OLDEST)"));
        }
    }

    @Test
    void boundsBelowOneAreRefused() {
        assertThatThrownBy(() -> MessageBuffer.of(0, Overflow.FAIL)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MessageBuffer(1, 0, Overflow.FAIL)).isInstanceOf(IllegalArgumentException.class);
    }

    // --- ends -------------------------------------------------------------------------------------------------------

    @Test
    void streamSurvivesReconnectsAndCrashes() {
        RecordingSubscriber subscriber = subscribed(Long.MAX_VALUE);
        say(0, 1);
        scenario.test.cutConnection();
        scenario.test.connectAndJoin(LOBBY);
        say(1, 2);
        scenario.test.crash(LOBBY);
        scenario.test.acceptJoin(LOBBY);
        say(2, 3);

        assertThat(subscriber.taken()).containsExactly("0", "1", "2");
    }

    @Test
    void streamEndsIfTheClientDoesNotConnectAgain() {
        Configuration once = CONFIGURATION.toBuilder()
                .reconnectPolicy(ReconnectPolicy.never())
                .build();
        try (ChannelScenario own = ChannelScenario.started(once, options -> options)) {
            own.join();
            RecordingSubscriber subscriber = new RecordingSubscriber(1);
            own.lobby().messages().subscribe(subscriber);
            RecordingSubscriber ofNotJoined = new RecordingSubscriber(1);
            own.socket().channel("rooms:other").messages().subscribe(ofNotJoined);
            own.say("n", 0);
            own.say("n", 1);

            own.test.cutConnection();
            subscriber.request(1);

            assertThat(subscriber.taken()).containsExactly("0", "1", "AwaitEndedException");
            assertThat(subscriber.failure())
                    .hasMessageContaining("the messages of rooms:lobby", "the client does not connect again");
            assertThat(ofNotJoined.taken()).isEmpty();
        }
    }

    @Test
    void streamEndsIfTheClientNeverConnects() {
        Configuration once = CONFIGURATION.toBuilder()
                .reconnectPolicy(ReconnectPolicy.never())
                .build();
        try (ChannelScenario own = ChannelScenario.started(once, options -> options)) {
            RecordingSubscriber subscriber = new RecordingSubscriber(1);
            own.lobby().messages().subscribe(subscriber);
            own.lobby().join();

            own.test.refuseConnect(404);

            assertThat(subscriber.taken()).containsExactly("AwaitEndedException");
        }
    }

    @Test
    void streamContinuesAfterADisconnectThatTheProgramAskedFor() {
        RecordingSubscriber subscriber = subscribed(Long.MAX_VALUE);
        scenario.socket().client().run(Socket::disconnect);
        scenario.test.assertDisconnect();
        scenario.socket().client().run(Socket::reconnect);
        scenario.test.connectAndJoin(LOBBY);
        say(0, 1);

        assertThat(subscriber.taken()).containsExactly("0");
    }

    @Test
    void streamOfASubscriberBeforeTheJoinSeesEverything() {
        Channel other = scenario.socket().channel("rooms:other");
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        other.messages().subscribe(subscriber);
        other.join();
        scenario.test.acceptJoin("rooms:other");
        scenario.test.push("rooms:other", "n", 1);

        assertThat(subscriber.taken()).containsExactly("1");
    }

    @Test
    void leaveCompletesTheStreamAfterTheBufferedMessages() {
        RecordingSubscriber subscriber = subscribed(1);
        say(0, 3);
        CompletionStage<?> left = lobby.leave();
        scenario.test.acceptLeave(LOBBY);
        scenario.test.await(left);
        assertThat(subscriber.taken()).containsExactly("0");

        subscriber.request(5);

        assertThat(subscriber.taken()).containsExactly("1", "2", "complete");
    }

    @Test
    void streamThatBeganAfterALeaveIsNotEndedByThisLeave() {
        RecordingSubscriber before = subscribed(Long.MAX_VALUE);
        lobby.leave();
        lobby.join();
        RecordingSubscriber after = subscribed(Long.MAX_VALUE);
        scenario.test.acceptLeave(LOBBY);
        scenario.test.acceptJoin(LOBBY);
        say(0, 1);

        assertThat(before.taken()).containsExactly("complete");
        assertThat(after.taken()).containsExactly("0");
    }

    @Test
    void endByTheServerCompletesTheStream() {
        RecordingSubscriber subscriber = subscribed(Long.MAX_VALUE);
        scenario.test.closeTopic(LOBBY);

        assertThat(subscriber.taken()).containsExactly("complete");
    }

    @Test
    void streamSurvivesAnEndAfterWhichThePolicyJoinsAgain() {
        Configuration again = CONFIGURATION.toBuilder()
                .reconnectPolicy(new ReconnectPolicy() {
                    @Override
                    public Decision reconnects(DisconnectReason reason, Tries tries) {
                        return ReconnectPolicy.standard().reconnects(reason, tries);
                    }

                    @Override
                    public boolean rejoins(TopicCloseReason reason, int failures) {
                        return true;
                    }

                    @Override
                    public boolean rejoinsAfterClose(String topic, int failures) {
                        return true;
                    }
                })
                .build();
        try (ChannelScenario own = ChannelScenario.started(again, options -> options)) {
            own.join();
            RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
            own.lobby().messages().subscribe(subscriber);
            own.test.closeTopic(LOBBY);
            own.test.acceptJoin(LOBBY);
            own.say("n", 1);

            assertThat(subscriber.taken()).containsExactly("1");
        }
    }

    @Test
    void refusalThatIsNotRetriedEndsTheStreamWithItsReason() {
        Channel other = scenario.socket().channel("rooms:other");
        RecordingSubscriber subscriber = new RecordingSubscriber(Long.MAX_VALUE);
        other.messages().subscribe(subscriber);
        other.join();
        scenario.test.refuseJoin("rooms:other", Map.of("reason", "full"));

        assertThat(subscriber.taken()).containsExactly("JoinFailedException");
        assertThat(subscriber.failure()).hasMessageContaining("full");
    }

    @Test
    void closeCompletesTheStreams() {
        RecordingSubscriber before = subscribed(Long.MAX_VALUE);
        Channel never = scenario.socket().channel("rooms:never");
        RecordingSubscriber ofNever = new RecordingSubscriber(0);
        never.messages().subscribe(ofNever);
        scenario.socket().close();
        RecordingSubscriber after = subscribed(0);

        assertThat(before.taken()).containsExactly("complete");
        assertThat(ofNever.taken()).containsExactly("complete");
        assertThat(after.taken()).containsExactly("complete");
    }

    @Test
    void subscriberLeavesTheChannelInOnNext() {
        List<String> received = new ArrayList<>();
        lobby.messages().subscribe(new ForwardingSubscriber(10, (subscription, message) -> {
            received.add(message.payload().text());
            lobby.leave();
        }));
        say(0, 1);
        scenario.test.acceptLeave(LOBBY);

        assertThat(received).containsExactly("0");
        assertThat(lobby.isWanted()).isFalse();
    }

    // --- subscribers that throw -------------------------------------------------------------------------------------

    @Test
    void subscriberThatThrowsIsCancelledAndTheOthersContinue() {
        Flow.Subscriber<ChannelMessage> broken = new ForwardingSubscriber(5, (subscription, message) -> {
            throw new IllegalStateException("planned");
        });
        lobby.messages().subscribe(broken);
        RecordingSubscriber sound = subscribed(Long.MAX_VALUE);
        say(0, 2);

        assertThat(sound.taken()).containsExactly("0", "1");
        assertThatThrownBy(scenario.test::close)
                .isInstanceOf(AssertionError.class)
                .hasRootCauseMessage("planned");
    }
}
