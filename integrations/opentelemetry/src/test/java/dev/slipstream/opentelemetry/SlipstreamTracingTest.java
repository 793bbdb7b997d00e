// This file has more than 300 lines, because it tests each kind of span, its attributes, and the contexts of callers.
package dev.slipstream.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.core.Failure;
import dev.slipstream.testkit.ClientAction;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.semconv.ErrorAttributes;
import io.opentelemetry.semconv.HttpAttributes;
import io.opentelemetry.semconv.NetworkAttributes;
import io.opentelemetry.semconv.SchemaUrls;
import io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes;
import io.opentelemetry.semconv.incubating.MessagingIncubatingAttributes.MessagingOperationTypeIncubatingValues;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The spans of clients that run in virtual time. */
@ExtendWith(SocketTestExtension.class)
class SlipstreamTracingTest {

    private static final String TOPIC = TracedRoom.TOPIC;

    @RegisterExtension
    static final OpenTelemetryExtension SDK = OpenTelemetryExtension.create();

    private final TracedRoom room = new TracedRoom();

    private RunningClient start(SocketTest test) {
        return test.start(room, options -> options.telemetry(SlipstreamTracing.of(SDK.getOpenTelemetry())));
    }

    private RunningClient startJoined(SocketTest test) {
        RunningClient client = start(test);
        test.connectAndJoin(TOPIC);
        SDK.clearSpans();
        return client;
    }

    private static Span caller() {
        return SDK.getOpenTelemetry().getTracer("test").spanBuilder("caller").startSpan();
    }

    private static List<SpanData> spans(String name) {
        return SDK.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private static SpanData only(String name) {
        assertThat(spans(name)).as("spans %s in %s", name, SDK.getSpans()).hasSize(1);
        return spans(name).getFirst();
    }

    private static void assertChild(SpanData child, String parentId) {
        assertThat(child.getParentSpanId())
                .as("the parent of " + child.getName())
                .isEqualTo(parentId);
    }

    // --- connect and join -------------------------------------------------------------------------------------------

    @Test
    void connectIsASpanOfTheClient(SocketTest test) {
        start(test);
        test.acceptConnect();

        SpanData connect = only("slipstream.connect");
        assertThat(connect.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(connect.getStatus()).isEqualTo(StatusData.unset());
        assertThat(connect.getAttributes().get(NetworkAttributes.NETWORK_PROTOCOL_NAME))
                .isEqualTo("websocket");
        assertThat(connect.getAttributes().get(SpanAttributes.ATTEMPT)).isEqualTo(1);
        assertThat(connect.getAttributes().get(SpanAttributes.CLIENT)).matches("[0-9a-f]{32}");
        assertThat(connect.getInstrumentationScopeInfo().getSchemaUrl()).isEqualTo(SchemaUrls.V1_37_0);
        assertChild(connect, only("slipstream.init").getSpanId());
    }

    @Test
    void failedConnectsHaveTheirErrorAndStatus(SocketTest test) {
        start(test);
        test.refuseConnect(503);
        test.failConnect(new Failure.ConnectionRefused("localhost:80"));

        SpanData refused = spans("slipstream.connect").getFirst();
        SpanData failed = spans("slipstream.connect").getLast();
        assertThat(refused.getStatus().getStatusCode())
                .isEqualTo(StatusData.error().getStatusCode());
        assertThat(refused.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo("HandshakeRefused");
        assertThat(refused.getAttributes().get(HttpAttributes.HTTP_RESPONSE_STATUS_CODE))
                .isEqualTo(503);
        assertThat(failed.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo("ConnectionRefused");
        assertThat(failed.getParentSpanContext().isValid()).isFalse();
    }

    @Test
    void joinIsAChildOfTheCallbackThatSendsIt(SocketTest test) {
        start(test);
        test.connectAndJoin(TOPIC);

        SpanData join = only("slipstream.join");
        assertChild(join, only("slipstream.handleConnect").getSpanId());
        assertThat(join.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(join.getAttributes().get(MessagingIncubatingAttributes.MESSAGING_DESTINATION_NAME))
                .isEqualTo(TOPIC);
        assertThat(join.getAttributes().get(MessagingIncubatingAttributes.MESSAGING_SYSTEM))
                .isEqualTo("phoenix");
    }

    @Test
    void refusedJoinIsAnErrorWithoutTheServersText(SocketTest test) {
        start(test);
        test.acceptConnect();
        test.refuseJoin(TOPIC, Map.of("reason", "the text of a server"));

        SpanData join = only("slipstream.join");
        assertThat(join.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo("JoinRefused");
        assertThat(join.toString()).doesNotContain("text of a server");
    }

    // --- the context of callers -------------------------------------------------------------------------------------

    @Test
    void requestAndItsReplyBelongToTheTraceOfTheCaller(SocketTest test) {
        RunningClient client = startJoined(test);
        Span caller = caller();
        CompletionStage<Span> inReply;
        try (Scope scope = caller.makeCurrent()) {
            inReply = client.request(TOPIC, "question", Map.of()).thenApply(reply -> Span.current());
        }
        test.reply(test.assertPush(TOPIC, "question"), Map.of());

        assertThat(test.await(inReply).getSpanContext()).isEqualTo(caller.getSpanContext());
        SpanData step = only("slipstream.run");
        SpanData request = only("slipstream.request");
        assertChild(step, caller.getSpanContext().getSpanId());
        assertChild(request, step.getSpanId());
        assertChild(only("slipstream.replyHandler"), step.getSpanId());
        assertThat(request.getTraceId()).isEqualTo(caller.getSpanContext().getTraceId());
        assertThat(request.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(request.getAttributes().get(SpanAttributes.OUTCOME)).isEqualTo("Ok");
        assertThat(request.getAttributes().get(SpanAttributes.EVENT)).isEqualTo("question");
        assertThat(request.getAttributes().get(MessagingIncubatingAttributes.MESSAGING_OPERATION_TYPE))
                .isEqualTo(MessagingOperationTypeIncubatingValues.SEND);
    }

    @Test
    void stepOfRunAndItsStageRunInTheContextOfTheCaller(SocketTest test) {
        RunningClient client = startJoined(test);
        Span caller = caller();
        Span[] inStep = new Span[1];
        CompletionStage<Span> after;
        try (Scope scope = caller.makeCurrent()) {
            after = client.run(socket -> {
                        inStep[0] = Span.current();
                        return socket;
                    })
                    .thenApply(done -> Span.current());
        }

        assertThat(test.await(after).getSpanContext()).isEqualTo(caller.getSpanContext());
        SpanData step = only("slipstream.run");
        assertThat(inStep[0].getSpanContext().getSpanId()).isEqualTo(step.getSpanId());
        assertChild(step, caller.getSpanContext().getSpanId());
    }

    @Test
    void pushesRunInTheContextOfTheCaller(SocketTest test) {
        RunningClient client = startJoined(test);
        Span caller = caller();
        try (Scope scope = caller.makeCurrent()) {
            client.push(TOPIC, "shout", Map.of());
        }
        test.assertPush(TOPIC, "shout");
        test.await(test.run(() -> {
            try (Scope scope = caller.makeCurrent()) {
                client.push(TOPIC, "bulk", Map.of(), Duration.ofSeconds(1));
            }
            return true;
        }));
        test.assertPush(TOPIC, "bulk");

        assertThat(spans("slipstream.run"))
                .hasSize(2)
                .allSatisfy(step -> assertChild(step, caller.getSpanContext().getSpanId()));
    }

    @Test
    void messagesOfUserCodeRunInTheContextOfTheCaller(SocketTest test) {
        RunningClient client = startJoined(test);
        Span caller = caller();
        try (Scope scope = caller.makeCurrent()) {
            client.send("info");
            client.cast("cast");
        }
        test.advance(Duration.ZERO);

        assertChild(only("slipstream.handleInfo"), caller.getSpanContext().getSpanId());
        assertChild(only("slipstream.handleCast"), caller.getSpanContext().getSpanId());
    }

    /** The request waits until its topic is joined, on a connection that opens after the call of {@code request}. */
    @Test
    void bufferedRequestKeepsTheContextOfItsCallback(SocketTest test) {
        RunningClient client = startJoined(test);
        test.cutConnection();
        SDK.clearSpans();
        Span caller = caller();
        try (Scope scope = caller.makeCurrent()) {
            client.request(TOPIC, "question", Map.of());
        }
        test.connectAndJoin(TOPIC);
        test.reply(test.assertPush(TOPIC, "question"), Map.of());

        SpanData step = only("slipstream.run");
        assertChild(step, caller.getSpanContext().getSpanId());
        assertChild(only("slipstream.request"), step.getSpanId());
        assertThat(only("slipstream.request").getAttributes().get(SpanAttributes.CONNECTION))
                .isEqualTo(2);
    }

    @Test
    void requestThatExpiresInTheBufferIsAnError(SocketTest test) {
        RunningClient client = startJoined(test);
        test.cutConnection();
        SDK.clearSpans();
        client.request(TOPIC, "question", Map.of(), Duration.ofSeconds(3));
        test.advance(Duration.ofSeconds(4));

        SpanData request = only("slipstream.request");
        assertThat(request.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo("TimedOut");
        assertChild(request, only("slipstream.run").getSpanId());
    }

    // --- callbacks --------------------------------------------------------------------------------------------------

    @Test
    void messageBeginsATraceWhoseSpanIsCurrentInTheCallback(SocketTest test) {
        startJoined(test);
        test.push(TOPIC, "news", Map.of());

        SpanData message = only("slipstream.handleMessage");
        assertThat(message.getParentSpanContext().isValid()).isFalse();
        assertThat(message.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(message.getAttributes().get(MessagingIncubatingAttributes.MESSAGING_OPERATION_TYPE))
                .isEqualTo(MessagingOperationTypeIncubatingValues.PROCESS);
        assertThat(message.getAttributes().get(MessagingIncubatingAttributes.MESSAGING_OPERATION_NAME))
                .isEqualTo("handleMessage");
        assertThat(room.current.getSpanContext().getSpanId()).isEqualTo(message.getSpanId());
    }

    @Test
    void outcomeOfARequestIsAChildOfTheCallbackThatSentIt(SocketTest test) {
        startJoined(test);
        for (String event : List.of("ask", "ask with a handler")) {
            SDK.clearSpans();
            test.push(TOPIC, event, Map.of());
            test.reply(test.assertPush(TOPIC, "question"), Map.of());

            SpanData message = only("slipstream.handleMessage");
            SpanData outcome = only(event.equals("ask") ? "slipstream.handleOutcome" : "slipstream.replyHandler");
            assertChild(only("slipstream.request"), message.getSpanId());
            assertChild(outcome, message.getSpanId());
            assertThat(room.current.getSpanContext().getSpanId()).isEqualTo(outcome.getSpanId());
        }
    }

    @Test
    void requestsOfOneEventEndWithTheirOwnOutcomes(SocketTest test) {
        startJoined(test);
        test.push(TOPIC, "ask", Map.of());
        ClientAction.Push first = test.assertPush(TOPIC, "question");
        test.push(TOPIC, "ask", Map.of());
        ClientAction.Push second = test.assertPush(TOPIC, "question");
        String firstMessage = spans("slipstream.handleMessage").getFirst().getSpanId();

        test.reply(second, Map.of());
        test.reply(first, "error", Map.of());

        assertThat(spans("slipstream.request")).hasSize(2).anySatisfy(request -> {
            assertChild(request, firstMessage);
            assertThat(request.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo("Error");
        });
    }

    @Test
    void exceptionOfACallbackIsAnErrorWithoutItsMessage(SocketTest test) {
        startJoined(test);
        test.push(TOPIC, "fail", Map.of());

        SpanData failed = only("slipstream.handleMessage");
        assertThat(failed.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
        assertThat(failed.getStatus()).isEqualTo(StatusData.error());
        assertThat(failed.toString()).doesNotContain(TracedRoom.SECRET);
    }

    @Test
    void requestInFlightEndsWithTheClient(SocketTest test) {
        RunningClient client = startJoined(test);
        test.push(TOPIC, "ask", Map.of());
        test.assertPush(TOPIC, "question");

        client.close();
        test.advance(Duration.ofSeconds(10)); // until the connection has ended

        assertThat(only("slipstream.request").getAttributes().get(SpanAttributes.OUTCOME))
                .isEqualTo("Disconnected");
    }

    // --- attributes -------------------------------------------------------------------------------------------------

    @Test
    void noSpanHoldsASecret(SocketTest test) {
        start(test);
        test.refuseConnect(403);
        test.connectAndJoin(TOPIC);
        test.push(TOPIC, "ask", Map.of("text", TracedRoom.SECRET));
        test.reply(test.assertPush(TOPIC, "question"), Map.of("text", TracedRoom.SECRET));
        test.closeConnection(1012, TracedRoom.SECRET);
        test.connectAndJoin(TOPIC);

        assertThat(SDK.getSpans())
                .hasSizeGreaterThan(8)
                .allSatisfy(span -> assertThat(span.toString()).doesNotContain(TracedRoom.SECRET));
    }

    @Test
    void attributesOfTheUserAreOnEverySpan(SocketTest test) {
        AttributeKey<String> address = AttributeKey.stringKey("server.address");
        test.start(
                room,
                options -> options.telemetry(SlipstreamTracing.builder(SDK.getOpenTelemetry())
                        .attributes(Attributes.of(address, "chat.example.org"))
                        .build()));
        test.connectAndJoin(TOPIC);

        assertThat(SDK.getSpans())
                .hasSizeGreaterThan(3)
                .allSatisfy(
                        span -> assertThat(span.getAttributes().get(address)).isEqualTo("chat.example.org"));
    }

    @Test
    void keysAreThoseOfTheSemanticConventions() {
        assertThat(List.of(
                        SpanAttributes.ERROR_TYPE,
                        SpanAttributes.HTTP_STATUS,
                        SpanAttributes.PROTOCOL,
                        SpanAttributes.SYSTEM,
                        SpanAttributes.TOPIC,
                        SpanAttributes.OPERATION,
                        SpanAttributes.OPERATION_TYPE))
                .isEqualTo(List.of(
                        ErrorAttributes.ERROR_TYPE,
                        HttpAttributes.HTTP_RESPONSE_STATUS_CODE,
                        NetworkAttributes.NETWORK_PROTOCOL_NAME,
                        MessagingIncubatingAttributes.MESSAGING_SYSTEM,
                        MessagingIncubatingAttributes.MESSAGING_DESTINATION_NAME,
                        MessagingIncubatingAttributes.MESSAGING_OPERATION_NAME,
                        MessagingIncubatingAttributes.MESSAGING_OPERATION_TYPE));
        assertThat(SchemaUrls.V1_37_0).endsWith("/" + SlipstreamTracing.CONVENTIONS);
    }
}
