package dev.slipstream.serializer.jackson;

import dev.slipstream.core.Payload;
import java.math.BigDecimal;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes random values: plain values ({@link PlainWriter}), rare values, and values that cannot be written. The same
 * seed gives the same values.
 */
final class ValueGrammar {

    private static final String[] STRINGS = {
        "",
        "text",
        "it's \"quoted\" \\ and / both",
        "\b\t\n\f\r",
        "\u0000\u001f",
        "\u007f\u0080\u2028\u00e9",
        "\u017c\u00f3\u0142w",
        "\ud83e\udd84 and \ud83d\udc22",
        "\ud83e",
        "\udd84\ud83e",
        "\ud83e\n\udd84",
        "long ".repeat(300),
        "\"".repeat(1500)
    };
    private static final String[] KEYS = {"a", "b", "name", "", "\"", "\n", "\u00e9", "\ud83e\udd84", "\ud83e", "\u0001"
    };
    private static final double[] DOUBLES = {
        0.0, -0.0, 9.5, -19.99, 1e7, 1e-3, 1e300, 0.1 + 0.2, Double.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY
    };
    private static final int DEEPEST = 4;

    private final SplittableRandom random;

    ValueGrammar(SplittableRandom random) {
        this.random = random;
    }

    enum Colour {
        RED,
        GREEN
    }

    record Point(int x, double y, @Nullable String name, List<Object> more) {}

    /** A map whose {@code get} does not return the value that was put. */
    static final class Loud extends LinkedHashMap<String, @Nullable Object> {

        private static final long serialVersionUID = 1;

        @Override
        public @Nullable Object get(Object key) {
            return "loud";
        }
    }

    Object next() {
        Object value = random.nextInt(4) > 0 ? structure(0) : value(0);
        return switch (value) {
            case null -> "null";
            case byte[] bytes -> List.of(bytes); // bytes outside a list become a binary payload
            case Payload payload -> List.of(payload);
            default -> value;
        };
    }

    private Object structure(int depth) {
        return random.nextBoolean() ? map(depth) : list(depth);
    }

    private @Nullable Object value(int depth) {
        if (depth < DEEPEST && random.nextInt(4) == 0) {
            return structure(depth);
        }
        return switch (random.nextInt(40)) {
            case 0 -> rare(depth);
            case 1, 2, 3, 4 -> null;
            case 5, 6, 7, 8, 9 -> random.nextBoolean();
            case 10, 11, 12, 13, 14 -> random.nextInt();
            case 15, 16, 17 -> random.nextInt(-1000, 1000);
            case 18, 19, 20 -> random.nextLong();
            case 21, 22, 23 -> (long) random.nextInt(-1000, 1000);
            case 24, 25 -> random.nextInt(0, 100_000) / 100.0;
            case 26 -> random.nextDouble();
            case 27 -> DOUBLES[random.nextInt(DOUBLES.length)];
            case 28 -> new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE}[random.nextInt(2)];
            case 29 -> new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31}[random.nextInt(3)];
            case 30 -> STRINGS[random.nextInt(STRINGS.length)];
            default -> STRINGS[random.nextInt(2)];
        };
    }

    /** A value that is not plain, or that Jackson refuses. */
    private @Nullable Object rare(int depth) {
        return switch (random.nextInt(12)) {
            case 0 -> Colour.GREEN;
            case 1 -> new Point(random.nextInt(), DOUBLES[random.nextInt(DOUBLES.length)], STRINGS[4], List.of(1.5));
            case 2 -> new BigDecimal("1.50");
            case 3 -> 'c';
            case 4 -> 1.5f;
            case 5 -> (short) 7;
            case 6 -> new byte[] {1, 2};
            case 7 -> Optional.of("there");
            case 8 -> JacksonSerializer.standard().raw("{\"a\": [1]}");
            case 9 -> Payload.binary(new byte[] {3});
            case 10 -> new Object();
            default -> depth < DEEPEST ? new Object[] {value(depth + 1)} : new int[] {1};
        };
    }

    private Object map(int depth) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (int more = random.nextInt(5); more > 0; more--) {
            int usual = random.nextInt(8) > 0 ? 4 : KEYS.length;
            members.put(KEYS[random.nextInt(usual)], value(depth + 1));
        }
        Map<String, @Nullable Object> full = new LinkedHashMap<>(members);
        full.values().removeIf(value -> value == null);
        return switch (random.nextInt(24)) {
            case 0, 1, 2 -> new HashMap<>(members);
            case 3, 4 -> new TreeMap<>(members);
            case 5, 6 -> new ConcurrentHashMap<>(full);
            case 7, 8, 9 -> Map.copyOf(full);
            case 10 -> Collections.unmodifiableMap(members);
            case 11 -> withNullKey(members);
            case 12 -> Map.of(7, "a key that is no string");
            case 13 -> loud(members);
            case 14 -> new AbstractMap.SimpleEntry<>("key", "value");
            default -> members;
        };
    }

    private static Map<@Nullable String, @Nullable Object> withNullKey(Map<String, @Nullable Object> members) {
        Map<@Nullable String, @Nullable Object> more = new HashMap<>(members);
        more.put(null, 1);
        return more;
    }

    private static Map<String, @Nullable Object> loud(Map<String, @Nullable Object> members) {
        Loud loud = new Loud();
        loud.putAll(members);
        return loud;
    }

    private Object list(int depth) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int more = random.nextInt(5); more > 0; more--) {
            elements.add(value(depth + 1));
        }
        List<@Nullable Object> full = new ArrayList<>(elements);
        full.removeIf(element -> element == null);
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> List.copyOf(full);
            case 3 -> Arrays.asList(elements.toArray());
            case 4 -> new LinkedList<>(elements);
            case 5 -> Collections.unmodifiableList(elements);
            case 6 -> elements.subList(0, elements.size() / 2);
            default -> elements;
        };
    }
}
