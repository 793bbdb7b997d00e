package dev.slipstream.serializer.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Frame;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The quick decoder ({@link PlainFrames}) may leave a frame to the thorough decoder ({@link TextLayout}). If the quick
 * decoder decodes a frame, both decoders return equal messages.
 */
class PlainFramesTest {

    private static final JsonMapper MAPPER =
            JsonMapper.builder(StrictJson.FACTORY).build();
    private static final int MUTANTS = 60_000;

    private final PlainFrames plain = new PlainFrames(new PayloadReader(MAPPER));
    private final TextLayout thorough = new TextLayout(new PayloadReader(MAPPER));

    @Test
    void beginningThatOccursTwiceIsKeptUntilAnotherOneOccursTwice() {
        PlainScan scan = new PlainScan();
        assertThat(beginning(scan, "a")).isNull();
        assertThat(beginning(scan, "a").text()).isEqualTo("[null,\"a\",");
        assertThat(beginning(scan, "b").topic()).isEqualTo("a");
        assertThat(beginning(scan, "a").topic()).isEqualTo("a");
        assertThat(beginning(scan, "b").topic()).isEqualTo("a");
        assertThat(beginning(scan, "b").topic()).isEqualTo("b");
        assertThat(beginning(scan, "c".repeat(300)).topic()).isEqualTo("b");
        assertThat(beginning(scan, "c".repeat(300)).topic()).isEqualTo("b");
    }

    /** Scans the beginning of an array that has this topic, and returns the beginning that the scan keeps. */
    private static Beginning beginning(PlainScan scan, String topic) {
        String text = "[null,\"" + topic + "\",1]";
        scan.begin(text, 0);
        assertThat(scan.take('[') && scan.takeWord("null") && scan.take(',') && scan.takeName() && scan.take(','))
                .isTrue();
        scan.keepBeginning(text, null, topic, "said");
        return scan.beginning();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[null,null,\"rooms:1\",\"said\",{\"text\":\"hello\"}]",
                "[\"1\",\"22\",\"rooms:1\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]",
                "[\"1\",\"22\",\"rooms:1\",\"phx_reply\",{\"response\":{\"reason\":\"no\"},\"status\":\"error\"}]",
                "[null,\"3\",\"phoenix\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]",
                "[\"1\",\"1\",\"rooms:1\",\"phx_close\",{}]",
                "[ \"1\" , null , \"a\" , \"b\" , [ 1 , -2.5e+3 , true , false , null , \"\" , { } , [ ] ] ] ",
                "[null,null,\"a\",\"b\",{\"a\\u00e9\":\"caf\u00e9 \ud83e\udd84 \\n \\\" \\\\ \\/\"}]",
                "[null,null,\"a\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]",
                "[\"1\",\"2\",\"a\",\"phx_reply\",[\"no object\"]]",
                "[null,null,\"a\",\"b\",0]",
                "[null,null,\"a\",\"b\",\"text\"]"
            })
    void usualFramesAreReadAsByTheThoroughDecoder(String frame) throws Exception {
        Message expected = thorough.decode(frame);

        Message message = plain.decode(frame);

        if (frame.contains("\\u")) {
            assertThat(message).as("left to the thorough decoder").isNull();
        } else {
            assertThat(message).isEqualTo(expected);
            assertThat(message.payload().text()).isEqualTo(expected.payload().text());
            assertThat(message.payload().size()).isEqualTo(expected.payload().size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1,null,\"a\",\"b\",{}]",
                "[null,null,\"\\u0061\",\"b\",{}]",
                "[null,null,\"\u017c\",\"b\",{}]",
                "[null,null,\"a\",\"b\",{},1]",
                "[null,\"2\",\"a\",\"phx_reply\",{\"status\":\"ok\"}]",
                "[null,\"2\",\"a\",\"phx_reply\",{\"status\":null,\"response\":1}]",
                "[null,\"2\",\"a\",\"phx_reply\",{\"status\":\"ok\",\"status\":\"error\",\"response\":1}]",
                "{\"topic\":\"a\",\"event\":\"b\",\"payload\":{},\"ref\":null}",
                "[null,null,\"a\",\"b\",{\"k\":\"\\ud83e\\udd84\"}]"
            })
    void rareFramesAreLeftToTheThoroughDecoder(String frame) throws Exception {
        assertThat(plain.decode(frame)).isNull();
        assertThat(thorough.decode(frame)).isNotNull();
    }

    @Test
    void deepFramesAreLeftToTheThoroughDecoder() {
        assertThat(plain.decode(nested(PlainScan.DEPTH))).isNotNull();
        assertThat(plain.decode(nested(PlainScan.DEPTH + 1))).isNull();
    }

    @Test
    void repeatedNamesAreTheSameStrings() {
        Message first = plain.decode("[\"1\",\"2\",\"rooms:lobby\",\"said\",{}]");
        Message second = plain.decode("[\"1\",\"3\",\"rooms:lobby\",\"said\",{}]");

        assertThat(second.topic()).isSameAs(first.topic());
        assertThat(second.event()).isSameAs(first.event());
        assertThat(second.joinRef()).isSameAs(first.joinRef());

        plain.collectGarbage();

        assertThat(plain.decode("[\"1\",\"4\",\"rooms:lobby\",\"said\",{}]").topic())
                .isEqualTo("rooms:lobby")
                .isNotSameAs(first.topic());
    }

    @Test
    void longTextsAreReadToTheirEnd() throws Exception {
        String frame = "[null,null,\"a\",\"b\",{\"k\":\"" + "x".repeat(100_000) + "\",\"n\":[1,2]}]";

        assertThat(plain.decode(frame)).isEqualTo(thorough.decode(frame));
        assertThat(plain.decode(frame.substring(0, frame.length() - 1))).isNull();
    }

    /** Tries frames with some chars removed, added, replaced or repeated. Most of these frames are malformed. */
    @Test
    void quickDecoderNeverDiffersFromTheThoroughOne() {
        SplittableRandom random = new SplittableRandom(19);
        int read = 0;
        for (int i = 0; i < MUTANTS; i++) {
            String frame = mutant(random);
            Message quick = plain.decode(frame);
            if (quick != null) {
                read++;
                assertThat(quick).as(frame).isEqualTo(thoroughly(frame));
                assertThat(quick.payload().text())
                        .as(frame)
                        .isEqualTo(thoroughly(frame).payload().text());
            }
        }
        assertThat(read).isGreaterThan(MUTANTS / 20);
    }

    @Test
    void serializerUsesBothDecoders() throws Exception {
        JacksonSerializer serializer = JacksonSerializer.standard();

        assertThat(serializer.decode(new Frame.Text("[1,2,\"a\",\"b\",{}]")).joinRef())
                .isEqualTo("1");
        assertThat(serializer
                        .decode(new Frame.Text("[\"1\",\"2\",\"a\",\"b\",{}]"))
                        .joinRef())
                .isEqualTo("1");
    }

    private Message thoroughly(String frame) {
        try {
            return thorough.decode(frame);
        } catch (MalformedFrameException e) {
            return fail("the quick decoder read a malformed frame: " + frame, e);
        }
    }

    private static String mutant(SplittableRandom random) {
        String[] seeds = {
            "[null,null,\"rooms:1\",\"said\",{\"a\":[1,-2.5e+3,0,true],\"b\":{\"c\":\"d\\n\",\"e\":null}}]",
            "[\"1\",\"22\",\"rooms:1\",\"phx_reply\",{\"status\":\"ok\",\"response\":{\"a\":\"\u017c\"}}]",
            "[\"1\",null,\"a\",\"b\", \"c\" ]"
        };
        String units = "\"\\{}[],:0123456789.-+eEtfnu \n\tab\u0000\u001f\u007f\u00e9\ud83e\udd84";
        StringBuilder text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
        for (int edits = random.nextInt(1, 4); edits > 0 && !text.isEmpty(); edits--) {
            int at = random.nextInt(text.length());
            char unit = units.charAt(random.nextInt(units.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, unit);
                case 2 -> text.setCharAt(at, unit);
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(1, 9))));
            }
        }
        return text.toString();
    }

    private static @Nullable String nested(int depth) {
        return "[null,null,\"a\",\"b\"," + "[".repeat(depth) + "1" + "]".repeat(depth) + "]";
    }
}
