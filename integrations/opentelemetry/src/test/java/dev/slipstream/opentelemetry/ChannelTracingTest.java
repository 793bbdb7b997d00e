package dev.slipstream.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Reply;
import dev.slipstream.testkit.SocketTest;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.semconv.ErrorAttributes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The spans of a client with channel handles. */
class ChannelTracingTest {

    private static final String TOPIC = TracedRoom.TOPIC;

    @RegisterExtension
    static final OpenTelemetryExtension SDK = OpenTelemetryExtension.create();

    private final SocketTest test = SocketTest.open();
    private final AtomicReference<ChannelSocket> started = new AtomicReference<>();
    private boolean isFailureExpected;

    @BeforeEach
    void join() {
        test.startBy(options -> {
            started.set(ChannelSocket.connect(
                    Configuration.of("ws://localhost/socket/websocket"),
                    options.toBuilder()
                            .telemetry(SlipstreamTracing.of(SDK.getOpenTelemetry()))
                            .build()));
            return started.get().client();
        });
        CompletionStage<?> joined = channel().join();
        test.connectAndJoin(TOPIC);
        test.await(joined);
        SDK.clearSpans();
    }

    /**
     * Closes the {@link SocketTest}. If user code threw or reported an exception, {@code close} throws an error whose
     * root cause is the exception of the user code.
     */
    @AfterEach
    void end() {
        if (isFailureExpected) {
            assertThatThrownBy(test::close).hasRootCauseMessage(TracedRoom.SECRET);
        } else {
            test.close();
        }
    }

    private Channel channel() {
        return started.get().channel(TOPIC);
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

    private RuntimeException planned() {
        isFailureExpected = true;
        return new IllegalStateException(TracedRoom.SECRET);
    }

    @Test
    void callbackIsAnErrorIfAHandlerThrows() {
        channel().on("news", payload -> {
            throw planned();
        });
        channel().on("news", payload -> {});
        test.push(TOPIC, "other", Map.of());
        test.push(TOPIC, "news", Map.of());

        assertThat(spans("slipstream.handleMessage")).hasSize(2);
        SpanData other = spans("slipstream.handleMessage").getFirst();
        SpanData failed = spans("slipstream.handleMessage").getLast();
        assertThat(other.getStatus()).isEqualTo(StatusData.unset());
        assertThat(failed.getStatus()).isEqualTo(StatusData.error());
        assertThat(failed.getAttributes().get(ErrorAttributes.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
        assertThat(failed.toString()).doesNotContain(TracedRoom.SECRET);
    }

    /** An exception that another thread reports does not mark the span of the running callback as an error. */
    @Test
    void onlyTheThreadOfACallbackMarksIt() throws Exception {
        channel().on("news", payload -> {
            Thread other = Thread.ofVirtual()
                    .start(() -> started.get().client().report("a listener", "a listener threw", planned()));
            try {
                other.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        test.push(TOPIC, "news", Map.of());

        assertThat(isFailureExpected).isTrue();
        assertThat(only("slipstream.handleMessage").getStatus()).isEqualTo(StatusData.unset());
    }

    @Test
    void pushAndItsReplyBelongToTheTraceOfTheCaller() {
        Span caller =
                SDK.getOpenTelemetry().getTracer("test").spanBuilder("caller").startSpan();
        CompletionStage<Span> inReply;
        try (Scope scope = caller.makeCurrent()) {
            CompletionStage<Reply> pushed = channel().push("question", Map.of());
            inReply = pushed.thenApply(reply -> Span.current());
        }
        test.reply(test.assertPush(TOPIC, "question"), Map.of());

        assertThat(test.await(inReply).getSpanContext()).isEqualTo(caller.getSpanContext());
        assertThat(only("slipstream.request").getTraceId())
                .isEqualTo(caller.getSpanContext().getTraceId());
    }
}
