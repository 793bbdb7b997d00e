package dev.slipstream.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.RunningClient;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(SocketTestExtension.class)
class TracedTest {

    @RegisterExtension
    static final OpenTelemetryExtension SDK = OpenTelemetryExtension.create();

    @Test
    void requestAndReplyAreInTheTraceOfTheCaller(SocketTest test) {
        SlipstreamClient orders = new SlipstreamClient() {
            @Override
            public Socket init(Socket socket) {
                return socket.connect(Configuration.of("ws://localhost/socket/websocket"))
                        .join("orders:1");
            }
        };
        RunningClient client = test.start(
                orders,
                options ->
                        options.telemetry(Traced.options(SDK.getOpenTelemetry()).telemetry()));
        test.connectAndJoin("orders:1");
        SDK.clearSpans();

        CompletionStage<Reply> reply = Traced.ask(client, SDK.getOpenTelemetry().getTracer("test"));
        test.reply(test.assertPush("orders:1", "quote"), Map.of("price", 12));

        assertThat(test.await(reply)).isInstanceOf(Reply.Ok.class);
        assertThat(SDK.getSpans())
                .extracting(SpanData::getTraceId)
                .hasSize(4)
                .containsOnly(SDK.getSpans().getFirst().getTraceId());
        assertThat(SDK.getSpans())
                .filteredOn(span -> span.getName().equals("order"))
                .singleElement()
                .satisfies(order -> assertThat(order.getEvents()).hasSize(1));
    }
}
