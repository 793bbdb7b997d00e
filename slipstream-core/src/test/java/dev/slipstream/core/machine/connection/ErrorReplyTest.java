package dev.slipstream.core.machine.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Event;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Signature;
import dev.slipstream.core.machine.Machines;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** If a server echoes a pushed payload in an error reply, the log text shows the error but not the payload. */
class ErrorReplyTest {

    private static final Connection FIRST = Connection.numbered(1);
    private static final String TOPIC = "rooms:a";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String MASKED = "{\"reason\":\"no ***\"}";

    private final ConnectionMachine machine = new ConnectionMachine(FIRST, "2.0.0", PlainEncoder.json("{}"));
    private final List<Object> effects = new ArrayList<>();

    @BeforeEach
    void join() {
        command(new Command.OpenConnection(Configuration.of("ws://localhost/"), Credentials.none()));
        accept(new ConnectionInput.Opened(Map.of()));
        command(new Command.JoinTopic(new Ref("1"), TOPIC, PlainEncoder.json("{}"), MINUTE));
        accept(new ConnectionInput.Received(Message.reply("1", "1", TOPIC, "ok", PlainEncoder.json("{}"))));
    }

    private void accept(Object input) {
        Machines.accept(machine, Duration.ZERO, input, effects::add);
    }

    private void command(Command command) {
        accept(new Signature.OfCommand(FIRST, command));
    }

    private void push(int ref, Payload payload, @Nullable Duration timeout) {
        command(new Command.PushMessage(new Ref("" + ref), TOPIC, "buy", payload, timeout));
    }

    private void request(int ref, String json) {
        push(ref, PlainEncoder.json(json), MINUTE);
    }

    /** Receives an error reply to a push, and returns the log text of the reply. */
    private String refused(int ref, String response) {
        accept(new ConnectionInput.Received(Message.reply("1", "" + ref, TOPIC, "error", PlainEncoder.json(response))));
        return shownReply(ref);
    }

    private String shownReply(int ref) {
        assertThat(effects.getLast())
                .isInstanceOfSatisfying(
                        Signature.OfEvent.class,
                        emitted -> assertThat(emitted.event())
                                .isInstanceOfSatisfying(
                                        Event.ReplyReceived.class,
                                        received -> assertThat(received.ref()).isEqualTo(new Ref("" + ref))));
        Event.ReplyReceived received = (Event.ReplyReceived) ((Signature.OfEvent) effects.getLast()).event();
        return ((Reply.Error) received.reply()).response().toString();
    }

    @Test
    void payloadOfTheRequestIsMasked() {
        request(2, "{\"card\":\"4111 1111\"}");
        push(3, Payload.binary(new byte[] {'4', '1', '1', '1', '1'}), MINUTE);
        request(4, "{\"card\":\"other\"}");

        assertThat(refused(2, "{\"reason\":\"no 4111 1111\"}")).isEqualTo(MASKED);
        assertThat(refused(3, "{\"reason\":\"no 41111\"}")).isEqualTo(MASKED);
        assertThat(refused(4, "{\"reason\":\"no 4111 1111\"}")).isEqualTo("{\"reason\":\"no 4111 1111\"}");
    }

    /** The connection does not keep the payload of a push without a timeout, because the push may never get a reply. */
    @Test
    void errorReplyToPlainPushShowsOnlyItsSize() {
        push(2, PlainEncoder.json("{\"card\":\"4111 1111\"}"), null);

        assertThat(refused(2, "{\"reason\":\"no\"}")).isEqualTo("json(15 bytes)");
    }

    @Test
    void unmatchedTopicReplyIsMaskedLikeOtherErrorReplies() {
        request(2, "{\"reason\":\"unmatched topic\"}");

        accept(new ConnectionInput.Received(
                Message.reply(null, "2", TOPIC, "error", PlainEncoder.json("{\"reason\":\"unmatched topic\"}"))));

        effects.removeLast(); // the event that reports the end of the topic
        assertThat(shownReply(2)).isEqualTo("{\"reason\":\"***\"}");
    }

    @Test
    void largePayloadIsNotKept() {
        request(2, '"' + "x".repeat(Secrets.LARGEST_SENT - 2) + '"');
        request(3, '"' + "x".repeat(Secrets.LARGEST_SENT - 1) + '"');

        assertThat(refused(2, "{\"reason\":\"no\"}")).isEqualTo("{\"reason\":\"no\"}");
        assertThat(refused(3, "{\"reason\":\"no\"}")).isEqualTo("json(15 bytes)");
    }

    /**
     * The connection keeps the payload of each request until its reply. Replies may take long, so the kept payloads of
     * all requests together are limited.
     */
    @Test
    void payloadsThatAreKeptAreBounded() {
        int fit = PendingReplies.MOST_KEPT / Secrets.LARGEST_SENT;
        String large = '"' + "x".repeat(Secrets.LARGEST_SENT - 2) + '"';
        for (int ref = 2; ref < 2 + fit; ref++) {
            request(ref, large);
        }
        request(100, "{\"card\":\"4111 1111\"}");

        assertThat(refused(100, "{\"reason\":\"no 4111 1111\"}")).isEqualTo("json(25 bytes)");

        assertThat(refused(2, "{\"reason\":\"no\"}")).isEqualTo("{\"reason\":\"no\"}");
        request(101, "{\"card\":\"4111 1111\"}");
        assertThat(refused(101, "{\"reason\":\"no 4111 1111\"}")).isEqualTo(MASKED);
    }

    /** When a topic ends, the payloads of its requests no longer count toward the limit. */
    @Test
    void endOfTopicForgetsThePayloadsOfItsRequests() {
        int fit = PendingReplies.MOST_KEPT / Secrets.LARGEST_SENT;
        for (int ref = 2; ref < 2 + fit; ref++) {
            request(ref, '"' + "x".repeat(Secrets.LARGEST_SENT - 2) + '"');
        }
        accept(new ConnectionInput.Received(Message.of("1", "1", TOPIC, "phx_error", PlainEncoder.json("{}"))));
        command(new Command.JoinTopic(new Ref("50"), TOPIC, PlainEncoder.json("{}"), MINUTE));
        accept(new ConnectionInput.Received(Message.reply("50", "50", TOPIC, "ok", PlainEncoder.json("{}"))));
        request(51, "{\"card\":\"4111 1111\"}");

        accept(new ConnectionInput.Received(
                Message.reply("50", "51", TOPIC, "error", PlainEncoder.json("{\"reason\":\"no 4111 1111\"}"))));

        assertThat(shownReply(51)).isEqualTo(MASKED);
    }

    @Test
    void neitherRequestNorReplyPrintsThePayload() {
        request(2, "{\"card\":\"4111 1111\"}");

        assertThat(machine.toString()).doesNotContain("4111");

        refused(2, "{\"reason\":\"no 4111 1111\"}");

        assertThat(machine + " " + effects).doesNotContain("4111");
    }
}
