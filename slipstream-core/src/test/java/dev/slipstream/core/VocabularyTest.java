package dev.slipstream.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VocabularyTest {

    private static final Connection CONNECTION = Connection.numbered(3);
    private static final Payload EMPTY = PlainEncoder.json("{}");

    private static String read(Object mail) {
        return switch (mail) {
            case Signature.OfEvent(var connection, Event.MessageReceived(var topic, var event, var payload)) ->
                connection.number() + " " + topic + " " + event;
            case Signature.OfEvent(var connection, Event.ChannelClosed(DisconnectReason.Closed(var code, var text))) ->
                "closed " + code;
            case Signature.OfEvent other -> "another event";
            case Signature.OfCommand(var connection, Command.LeaveTopic(var ref, var topic)) -> "leave " + topic;
            default -> "no signature";
        };
    }

    @Test
    void signatureIsBuiltAndMatchedByOnePattern() {
        Event message = new Event.MessageReceived("a", "hello", EMPTY);

        assertThat(read(Signatures.event(CONNECTION, message))).isEqualTo("3 a hello");
        assertThat(read(new Signature.OfEvent(
                        CONNECTION, new Event.ChannelClosed(new DisconnectReason.Closed(1012, "")))))
                .isEqualTo("closed 1012");
        assertThat(read(Signatures.command(CONNECTION, new Command.LeaveTopic(new Ref("1"), "b"))))
                .isEqualTo("leave b");
    }

    @Test
    void otherObjectsAreNoSignatures() {
        Event message = new Event.MessageReceived("a", "hello", EMPTY);
        Command leave = new Command.LeaveTopic(new Ref("1"), "b");

        assertThat(read(message)).isEqualTo("no signature");
        assertThat(Signatures.event(message)).isEmpty();
        assertThat(Signatures.event(Signatures.event(CONNECTION, message))).contains(message);
        assertThat(Signatures.command(Signatures.event(CONNECTION, message))).isEmpty();
        assertThat(Signatures.command(Signatures.command(CONNECTION, leave))).contains(leave);
    }

    /** The 15 events and 7 commands of Slipstream for Elixir, and two additions: PushFailed and OfferMessage. */
    @Test
    void eventsAndCommandsMatchSlipstreamForElixir() {
        assertThat(members(Event.class).map(Class::getSimpleName))
                .containsExactlyInAnyOrder(
                        "ChannelConnected",
                        "ChannelConnectFailed",
                        "ChannelClosed",
                        "TopicJoinSucceeded",
                        "TopicJoinFailed",
                        "TopicJoinClosed",
                        "TopicLeaveAccepted",
                        "TopicLeft",
                        "MessageReceived",
                        "ReplyReceived",
                        "PushFailed",
                        "HeartbeatAcknowledged",
                        "PingReceived",
                        "PongReceived",
                        "ParentProcessExited",
                        "NoOp");
        assertThat(members(Command.class).map(Class::getSimpleName))
                .containsExactlyInAnyOrder(
                        "OpenConnection",
                        "JoinTopic",
                        "LeaveTopic",
                        "PushMessage",
                        "OfferMessage", // not in the original, whose pushes never wait
                        "SendHeartbeat",
                        "CloseConnection",
                        "CollectGarbage");
    }

    private static Stream<Class<?>> members(Class<?> family) {
        return family.isSealed()
                ? Stream.of(family.getPermittedSubclasses())
                        .flatMap(VocabularyTest::members)
                        .distinct()
                : Stream.of(family);
    }

    @Test
    void matchersReturnTypedEvents() {
        Event.MessageReceived hello = new Event.MessageReceived("a", "hello", EMPTY);
        Event.ReplyReceived reply = new Event.ReplyReceived(new Ref("7"), new Reply.Ok(EMPTY));

        assertThat(EventMatcher.messageOn("a").match(hello)).contains(hello);
        assertThat(EventMatcher.messageOn("a", "bye").match(hello)).isEmpty();
        assertThat(EventMatcher.messageOn("b").match(hello)).isEmpty();
        assertThat(EventMatcher.messageOn("a")
                        .where(m -> m.payload().isEmptyObject())
                        .match(hello))
                .contains(hello);
        assertThat(EventMatcher.replyTo(new Ref("7")).match(reply)).contains(reply);
        assertThat(EventMatcher.replyTo(new Ref("8")).match(reply)).isEmpty();
        assertThat(EventMatcher.joinAnswer("a").match(new Event.TopicJoinSucceeded("a", EMPTY)))
                .isPresent();
        assertThat(EventMatcher.joinAnswer("a").match(new Event.TopicLeft("a"))).isEmpty();
        assertThat(EventMatcher.left("a").match(new Event.TopicLeft("a"))).isPresent();
        assertThat(EventMatcher.connectAnswer().match(new Event.ChannelConnected()))
                .isPresent();
        assertThat(EventMatcher.closed().match(new Event.ChannelClosed(new DisconnectReason.Requested())))
                .isPresent();
    }

    @Test
    void statusDeterminesReplyType() {
        assertThat(Reply.of("ok", EMPTY)).isEqualTo(new Reply.Ok(EMPTY));
        assertThat(Reply.of("error", EMPTY)).isEqualTo(new Reply.Error(EMPTY));
        assertThat(Reply.of("later", EMPTY)).isEqualTo(new Reply.Other("later", EMPTY));
    }

    @Test
    void binaryPayloadsCopyTheirBytes() {
        byte[] bytes = {1, 2, (byte) 0xff};
        Payload payload = Payload.binary(bytes);
        bytes[0] = 9;
        payload.bytes()[1] = 9;

        assertThat(payload).isEqualTo(Payload.binary(new byte[] {1, 2, (byte) 0xff}));
        assertThat(payload).isNotEqualTo(Payload.binary(bytes)).hasToString("binary(3 bytes)");
        assertThat(payload.size()).isEqualTo(3);
        assertThat(payload.isEmptyObject()).isFalse();
        assertThatThrownBy(() -> payload.as(String.class)).isInstanceOf(PayloadMismatchException.class);
        assertThatThrownBy(payload::text)
                .isInstanceOf(PayloadMismatchException.class)
                .hasMessageContaining("3 bytes");
        assertThatThrownBy(() -> payload.asList(String.class)).isInstanceOf(PayloadMismatchException.class);
        assertThatThrownBy(EMPTY::bytes).isInstanceOf(PayloadMismatchException.class);
    }

    @Test
    void connectionsAreEqualByNumberAndKeepHeaders() {
        List<String> values = new ArrayList<>(List.of("a"));
        Map<String, List<String>> headers = new LinkedHashMap<>();
        headers.put("set-cookie", values);
        Connection connection = new Connection(3, headers);
        values.add("b");
        headers.clear();

        assertThat(connection)
                .isEqualTo(CONNECTION)
                .hasSameHashCodeAs(CONNECTION)
                .hasToString("connection 3");
        assertThat(connection.headers()).containsEntry("set-cookie", List.of("a"));
    }

    @Test
    void refusalPrintsOnlyItsStatus() {
        Failure.HandshakeRefused refusal =
                new Failure.HandshakeRefused(429, Map.of("retry-after", List.of("7")), "canary");

        assertThat(refusal).asString().contains("429").doesNotContain("canary");
        assertThat(refusal.header("retry-after")).contains("7");
        assertThat(refusal.header("location")).isEmpty();
    }

    @Test
    void emptyRefIsRejected() {
        assertThatThrownBy(() -> new Ref("")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Ref("c1")).hasToString("c1");
    }

    @Test
    void keysAreComparedByIdentity() {
        assertThat(AssignKey.of("n")).isNotEqualTo(AssignKey.of("n")).hasToString("n");
    }
}
