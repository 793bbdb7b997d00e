package dev.slipstream.system.serializer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.BinaryLayout;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import dev.slipstream.system.node.Node;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Our serializer and the official JavaScript serializer (npm's {@code phoenix}) decode each other's frames to equal
 * values.
 *
 * <p>Numbers are compared as doubles, because JavaScript has only doubles.
 */
class JavaScriptAgreementTest {

    private static final int FRAMES = 10_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final JacksonSerializer OURS = JacksonSerializer.standard();

    /** Writes the exchanged files in ASCII, because a lone surrogate has no UTF-8 encoding. */
    private static final JsonMapper FILES =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static Node node;

    private final RandomMessages random = new RandomMessages(20_261_123);

    @BeforeAll
    static void install() throws Exception {
        node = Node.installed();
    }

    @Test
    void textFromOurServerIsDecodedAlike() throws Exception {
        List<Message> messages = generated(random::serverText);

        List<JsonNode> theirs = theirs(
                "decode",
                messages.stream().map(message -> FILES.getNodeFactory().stringNode(text(OURS.encode(message)))));

        for (int i = 0; i < FRAMES; i++) {
            assertSame(theirs.get(i), view(messages.get(i)));
        }
    }

    @Test
    void bytesFromOurServerAreDecodedAlike() throws Exception {
        List<Message> messages = Stream.generate(random::serverBinary)
                .filter(JavaScriptAgreementTest::fits)
                .limit(FRAMES)
                .toList();

        List<JsonNode> theirs =
                theirs("decode", messages.stream().map(message -> bytes(BinaryLayout.encodeFromServer(message))));

        assertThat(theirs).hasSize(FRAMES);
        for (int i = 0; i < FRAMES; i++) {
            assertSame(theirs.get(i), view(messages.get(i)));
        }
    }

    @Test
    void textFromTheirClientIsDecodedAndEncodedAlike() throws Exception {
        List<Message> messages = generated(random::clientText);

        List<JsonNode> theirs = theirs("encode", messages.stream().map(JavaScriptAgreementTest::view));

        for (int i = 0; i < FRAMES; i++) {
            Message message = messages.get(i);
            String frame = theirs.get(i).stringValue();
            assertSame(view(OURS.decode(new Frame.Text(frame))), view(message));
            assertSame(FILES.readTree(frame), FILES.readTree(text(OURS.encode(message))));
        }
    }

    @Test
    void bytesFromTheirClientAreDecodedAndEncodedAlikeOrRefusedByBoth() throws Exception {
        List<Message> messages = new ArrayList<>();
        for (int fitting = 0; fitting < FRAMES; ) {
            Message message = random.clientBinary();
            messages.add(message);
            fitting += fits(message) ? 1 : 0;
        }

        List<JsonNode> theirs = theirs("encode", messages.stream().map(JavaScriptAgreementTest::view));

        int compared = 0;
        int refused = 0;
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (fits(message)) {
                compared++;
                byte[] frame =
                        HexFormat.of().parseHex(theirs.get(i).get("bytes").stringValue());
                assertThat(BinaryLayout.decodeFromClient(frame)).isEqualTo(message);
                assertThat(BinaryLayout.encodeFromClient(message)).isEqualTo(frame);
            } else {
                refused++;
                assertThat(theirs.get(i).get("error").stringValue()).contains("255 bytes, but is 256 bytes");
                assertThat(refusal(message)).contains(" has 256 bytes of UTF-8");
            }
        }
        assertThat(compared).isEqualTo(FRAMES);
        assertThat(refused).isPositive();
    }

    @Test
    void randomMessagesIncludeHardCases() {
        List<String> texts = generated(random::clientText).stream()
                .map(message -> FILES.writeValueAsString(view(message)))
                .toList();

        for (String part : List.of(
                "\\u2028", "\\uD83D\\uDC22", "\"\\uDC00", "\\uDFFF\"", "\"payload\":{}", "[[", "E-", "\\u0000")) {
            assertThat(texts.stream().filter(text -> text.contains(part)))
                    .as("messages with " + part)
                    .hasSizeGreaterThan(10);
        }
        for (int bytes = 255; bytes <= 256; bytes++) {
            int size = bytes;
            assertThat(generated(random::clientBinary).stream().filter(message -> longestName(message) == size))
                    .hasSizeGreaterThan(FRAMES / 20);
        }
    }

    private static List<Message> generated(Supplier<Message> source) {
        return Stream.generate(source).limit(FRAMES).toList();
    }

    private static List<JsonNode> theirs(String task, Stream<? extends JsonNode> lines) throws Exception {
        Path input = node.file(task + "-in.txt");
        Path output = node.file(task + "-out.txt");
        Files.write(input, lines.map(FILES::writeValueAsString).toList());
        node.run(LIMIT, "serializer.js", task, input.toString(), output.toString());
        List<JsonNode> results = new ArrayList<>();
        for (String line : Files.readAllLines(output)) {
            results.add(FILES.readTree(line));
        }
        return results;
    }

    /** A message in the form of phoenix.js. */
    private static ObjectNode view(Message message) {
        ObjectNode view = FILES.createObjectNode()
                .put("join_ref", message.joinRef())
                .put("ref", message.ref())
                .put("topic", message.topic())
                .put("event", message.event());
        JsonNode payload = switch (message.payload()) {
            case Payload.Json json -> FILES.readTree(json.text());
            case Payload.Binary binary -> bytes(binary.bytes());
            case Payload.Omitted omitted -> throw new AssertionError("no frame has an omitted payload: " + omitted);
        };
        return message.status() == null
                ? view.set("payload", payload)
                : view.set(
                        "payload",
                        FILES.createObjectNode().put("status", message.status()).set("response", payload));
    }

    private static ObjectNode bytes(byte[] bytes) {
        return FILES.createObjectNode().put("bytes", HexFormat.of().formatHex(bytes));
    }

    private static String text(Frame frame) {
        return switch (frame) {
            case Frame.Text text -> text.text();
            case Frame.Binary binary -> throw new AssertionError("not text: " + binary);
        };
    }

    /** Whether the message fits into a binary frame. */
    private static boolean fits(Message message) {
        return longestName(message) <= BinaryLayout.MAX_NAME_BYTES;
    }

    private static int longestName(Message message) {
        return Stream.of(message.topic(), message.event(), message.status() == null ? "" : message.status())
                .mapToInt(name -> name.getBytes(UTF_8).length)
                .max()
                .orElseThrow();
    }

    private static String refusal(Message message) {
        try {
            return "not refused: " + BinaryLayout.encodeFromClient(message).length + " bytes";
        } catch (IllegalArgumentException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private static void assertSame(JsonNode actual, JsonNode expected) {
        if (!same(actual, expected)) {
            assertThat(actual).isEqualTo(expected); // fails, and shows both values
        }
    }

    private static boolean same(@Nullable JsonNode actual, JsonNode expected) {
        if (actual == null || actual.size() != expected.size()) {
            return false;
        }
        if (expected.isNumber()) {
            return actual.isNumber() && actual.asDouble() == expected.asDouble();
        }
        if (expected.isObject()) {
            return actual.isObject()
                    && expected.properties().stream()
                            .allMatch(member -> member.getKey().equals("join_ref") && isAbsent(member.getValue())
                                    ? isAbsent(actual.get("join_ref"))
                                    : same(actual.get(member.getKey()), member.getValue()));
        }
        if (expected.isArray()) {
            for (int i = 0; i < expected.size(); i++) {
                if (!same(actual.get(i), expected.get(i))) {
                    return false;
                }
            }
            return actual.isArray();
        }
        return actual.equals(expected);
    }

    /** For an empty join_ref in a binary reply, phoenix.js decodes an empty string, and our serializer null. */
    private static boolean isAbsent(@Nullable JsonNode joinRef) {
        return joinRef == null
                || joinRef.isNull()
                || joinRef.isString() && joinRef.stringValue().isEmpty();
    }
}
