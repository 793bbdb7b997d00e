package dev.slipstream.serializer.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * The quick writer ({@link PlainWriter}) writes the same text as Jackson. Jackson writes all valid values that the
 * quick writer does not write.
 */
class TwoWritersTest {

    private static final int VALUES = 15_000;

    private final PlainValues plain = new PlainValues();
    private final JacksonSerializer quick = JacksonSerializer.standard();

    /** Uses Jackson's own factory, without our writers of maps and doubles. */
    private final JacksonSerializer thorough =
            JacksonSerializer.of(JsonMapper.builder().build());

    private record Outcome(@Nullable String text, String why) {}

    @Test
    void bothWritersAgreeOnRandomValues() {
        ValueGrammar grammar = new ValueGrammar(new SplittableRandom(29));
        int written = 0;
        int left = 0;
        int refused = 0;
        for (int i = 0; i < VALUES; i++) {
            Object value = grammar.next();
            Outcome expected = outcome(thorough, value);
            String text = plain.text(value);
            if (text != null) {
                written++;
                assertThat(new Outcome(text, "")).isEqualTo(expected);
            } else if (expected.text() != null) {
                left++;
            } else {
                refused++;
            }
            // If a value has several faults, the two writers may report different faults.
            assertThat(outcome(quick, value).text()).isEqualTo(expected.text());
        }
        assertThat(written).as("written by the quick writer").isGreaterThan(VALUES / 3);
        assertThat(left).as("written only by Jackson").isGreaterThan(VALUES / 20);
        assertThat(refused).as("refused").isGreaterThan(VALUES / 100);
    }

    @Test
    void bothWritersAgreeOnEachChar() {
        for (char unit = 0; unit < Character.MAX_VALUE; unit++) {
            Map<String, String> value = Map.of("key", "a" + unit + "b");

            assertThat(outcome(quick, value)).isEqualTo(outcome(thorough, value));
        }
        for (char unit = 0; unit < 0x200; unit++) {
            Map<String, Integer> value = Map.of("a" + unit, 1);

            assertThat(outcome(quick, value)).isEqualTo(outcome(thorough, value));
        }
    }

    @Test
    void deepValuesAreLeftToJackson() {
        Object value = Map.of();
        for (int depth = 1; depth < PlainWriter.DEPTH; depth++) {
            value = depth % 2 == 0 ? Map.of("in", value) : List.of(value);
        }

        assertThat(plain.text(value)).isEqualTo(outcome(thorough, value).text());
        assertThat(plain.text(List.of(value))).isNull();
        assertThat(quick.encode(List.of(value)).text()).isEqualTo("[" + plain.text(value) + "]");
    }

    @Test
    void largeValuesGrowTheBufferAndVeryLargeOnesAreLeftToJackson() {
        for (int length : new int[] {500, 511, 512, 1_023, 1_024, 40_000, 1 << 20}) {
            Map<String, Object> value = Map.of("text", "\u017c\"".repeat(length), "more", List.of(length));

            assertThat(plain.text(value)).isEqualTo(outcome(thorough, value).text());
        }
        String beyond = "x".repeat(5 << 20);
        assertThat(plain.text(List.of(beyond))).isNull();
        assertThat(quick.encode(List.of(beyond)).text()).isEqualTo("[\"" + beyond + "\"]");
    }

    /** Tries many lengths, so that the buffer becomes full at each kind of value. */
    @Test
    void lastValueAlwaysHasRoom() {
        List<Object> last = List.of(1, -1, 7L, 2.5, 0.1 + 0.2, true, "\n", List.of(), Map.of("k", "v"));
        for (Object value : last) {
            for (int length = 960; length < 1_040; length++) {
                List<Object> both = List.of("x".repeat(length / 2), "y".repeat(length - length / 2), value);

                assertThat(new PlainValues().text(both))
                        .isEqualTo(outcome(thorough, both).text());
            }
        }
    }

    @Test
    void valueThatChangesConcurrentlyIsWrittenOrRefused() throws InterruptedException {
        Map<String, Object> map = new HashMap<>(Map.of("first", 1));
        List<Object> list = new ArrayList<>(List.of("first"));
        AtomicBoolean isOver = new AtomicBoolean();
        Thread other = Thread.ofPlatform().start(() -> {
            for (int i = 0; !isOver.get(); i++) {
                map.put("k" + i % 100, i);
                map.remove("k" + (i + 50) % 100);
                if (list.size() < 100) {
                    list.add(i);
                } else {
                    list.clear();
                }
            }
        });
        try {
            for (int round = 0; round < 2_000; round++) {
                String text = outcome(quick, List.of(Map.of("key", "value"), round % 2 == 0 ? map : list))
                        .text();
                if (text != null) {
                    assertThat(quick.raw(text).asList(Object.class)).hasSize(2);
                }
            }
        } finally {
            isOver.set(true); // otherwise the thread would keep running after a failure
            other.join();
        }

        assertThat(quick.encode(map)).isEqualTo(thorough.encode(map));
    }

    private static Outcome outcome(JacksonSerializer serializer, Object value) {
        try {
            return new Outcome(serializer.encode(value).text(), "");
        } catch (IllegalArgumentException refused) {
            return new Outcome(null, String.valueOf(refused.getMessage()));
        }
    }
}
