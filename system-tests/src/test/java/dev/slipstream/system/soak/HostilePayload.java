package dev.slipstream.system.soak;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Valid messages of an author who wants to fill memory, or to end the connection: elements 4 and 5 of a frame. */
enum HostilePayload {

    /** A key that never comes again, of 40,000 chars. */
    NEW_KEYS {
        @Override
        String of(long number) {
            return "{\"number\":" + number + ",\"" + KEYS.incrementAndGet() + "k".repeat(40_000) + "\":0}";
        }
    },

    /** 400 keys of one hash, and one with an escape. */
    ONE_HASH {
        @Override
        String of(long number) {
            return "{\"number\":" + number + "," + KEYS_OF_ONE_HASH + ",\"\\u0061\":0}";
        }
    },

    /** A small payload, and 1 MB of blanks behind it. */
    BLANKS {
        @Override
        String of(long number) {
            return "{\"number\":" + number + "}" + MANY_BLANKS;
        }
    },

    /** Half of a frame is a payload of 2 bytes a char because of one char. */
    WIDE {
        @Override
        String of(long number) {
            return "{\"number\":" + number + ",\"\u017c\":\"" + MANY_BLANKS + "\"}" + MANY_BLANKS;
        }
    };

    /** Numbers begin anew with each connection, and a key that came before fills no table. */
    private static final AtomicLong KEYS = new AtomicLong();

    private static final String MANY_BLANKS = " ".repeat(1_000_000);

    private static final String KEYS_OF_ONE_HASH = IntStream.range(0, 400)
            .mapToObj(number -> IntStream.range(0, 9)
                    .mapToObj(bit -> (number >> bit & 1) == 0 ? "Ab" : "BA")
                    .collect(Collectors.joining("", "\"", "\":0")))
            .collect(Collectors.joining(","));

    /** The payload with this number in it, and whatever stands behind it. */
    abstract String of(long number);

    /** One kind after the other, in runs of ten, for ten refused frames in a row end a connection. */
    static String mixed(long number) {
        return values()[(int) (number / 10 % values().length)].of(number);
    }
}
