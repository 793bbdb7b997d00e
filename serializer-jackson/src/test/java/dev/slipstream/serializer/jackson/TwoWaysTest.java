package dev.slipstream.serializer.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Frame;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * The quick decoder ({@link PlainFrames}) returns the same messages as the thorough decoder ({@link TextLayout}). The
 * thorough decoder decodes all valid frames that the quick decoder does not decode.
 */
class TwoWaysTest {

    private static final int FRAMES = 15_000;

    private final JsonMapper mapper = JsonMapper.builder(StrictJson.FACTORY).build();
    private final PlainFrames plain = new PlainFrames(new PayloadReader(mapper));
    private final TextLayout thorough = new TextLayout(new PayloadReader(mapper));
    private final JacksonSerializer serializer = JacksonSerializer.standard();

    /** A message, or the reason why the frame is refused. */
    private record Outcome(@Nullable Message message, String why) {

        String text() {
            return message == null ? "" : message.payload().text();
        }

        int size() {
            return message == null ? 0 : message.payload().size();
        }
    }

    @FunctionalInterface
    private interface Way {
        Message decode(String text) throws MalformedFrameException;
    }

    @Test
    void bothDecodersAgreeOnRandomFrames() {
        FrameGrammar grammar = new FrameGrammar(new SplittableRandom(23));
        int quick = 0;
        int left = 0;
        int refused = 0;
        for (int i = 0; i < FRAMES; i++) {
            String frame = grammar.next();
            Outcome expected = outcome(thorough::decode, frame);
            Message read = plain.decode(frame);
            if (read != null) {
                quick++;
                same(new Outcome(read, ""), expected, frame);
            } else if (expected.message() != null) {
                left++;
            } else {
                refused++;
            }
            same(outcome(text -> serializer.decode(new Frame.Text(text)), frame), expected, frame);
        }
        assertThat(quick).as("read by the quick decoder").isGreaterThan(FRAMES / 8);
        assertThat(left).as("read only by the thorough decoder").isGreaterThan(FRAMES / 20);
        assertThat(refused).as("refused").isGreaterThan(FRAMES / 8);
    }

    @Test
    void bothDecodersAgreeOnFramesThatBeginAlike() {
        FrameGrammar grammar = new FrameGrammar(new SplittableRandom(29));
        int quick = 0;
        for (int i = 0; i < FRAMES; i++) {
            String frame = grammar.nextAlike();
            Message read = plain.decode(frame);
            if (read != null) {
                quick++;
                same(new Outcome(read, ""), outcome(thorough::decode, frame), frame);
            }
        }
        assertThat(quick).as("read by the quick decoder").isGreaterThan(FRAMES / 8);
    }

    private static Outcome outcome(Way way, String frame) {
        try {
            return new Outcome(way.decode(frame), "");
        } catch (MalformedFrameException e) {
            return new Outcome(null, String.valueOf(e.getMessage()));
        }
    }

    private static void same(Outcome actual, Outcome expected, String frame) {
        assertThat(actual.why()).as(frame).isEqualTo(expected.why());
        assertThat(actual.text()).as(frame).isEqualTo(expected.text());
        assertThat(actual.size()).as(frame).isEqualTo(expected.size());
        assertThat(actual.message()).as(frame).isEqualTo(expected.message());
    }
}
