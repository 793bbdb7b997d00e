package dev.slipstream.examples;

import dev.slipstream.RunningClient;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Sends many rows to the server, in order, and no faster than the server reads. */
final class BulkSender implements SlipstreamClient {

    /** One row of an import. */
    record Row(int number, String text) {}

    static final String TOPIC = "imports:1";

    private final Configuration configuration;

    BulkSender(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration).join(TOPIC);
    }

    /** Pushes all rows, and then asks the server how many rows arrived. Blocks, so call it on a thread of your own. */
    static CompletionStage<Reply> send(List<Row> rows, RunningClient client) {
        for (Row row : rows) {
            client.push(TOPIC, "row", row, Duration.ofSeconds(30));
        }
        return client.request(TOPIC, "count", Map.of());
    }
}
