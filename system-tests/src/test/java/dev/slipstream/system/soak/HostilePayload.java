package dev.slipstream.system.soak;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Valid payloads that try to fill memory or to end the connection. A payload is the last element of a frame. */
enum HostilePayload {

    /** A key of 40,000 chars that is never repeated. */
    NEW_KEYS {
        @Override
        String of(long number) {
            return "{\"number\":" + number + ",\"" + KEYS.incrementAndGet() + "k".repeat(40_000) + "\":0}";
        }
    },

    /** 400 keys with the same hash, and one key with an escape. */
    ONE_HASH {
        @Override
        String of(long number) {
            return "{\"number\":" + number + "," + KEYS_OF_ONE_HASH + ",\"\\u0061\":0}";
        }
    },

    /** A small payload followed by 1 MB of blanks. */
    BLANKS {
        @Override
        String of(long number) {
            return "{\"number\":" + number + "}" + MANY_BLANKS;
        }
    },

    /** A payload of 1 MB that needs 2 bytes per char because of a single char, followed by 1 MB of blanks. */
    WIDE {
        @Override
        String of(long number) {
            return "{\"number\":" + number + ",\"\u017c\":\"" + MANY_BLANKS + "\"}" + MANY_BLANKS;
        }
    };

    /** Makes the keys of all connections different. A repeated key would not fill the parser's table of known keys. */
    private static final AtomicLong KEYS = new AtomicLong();

    private static final String MANY_BLANKS = " ".repeat(1_000_000);

    private static final String KEYS_OF_ONE_HASH = IntStream.range(0, 400)
            .mapToObj(number -> IntStream.range(0, 9)
                    .mapToObj(bit -> (number >> bit & 1) == 0 ? "Ab" : "BA")
                    .collect(Collectors.joining("", "\"", "\":0")))
            .collect(Collectors.joining(","));

    /** Returns the payload with this number, and any blanks that follow it. */
    abstract String of(long number);

    /**
     * Returns ten payloads of one kind, then ten of the next kind, and so on. If the client could not decode a kind,
     * ten of its frames in a row would end the connection.
     */
    static String mixed(long number) {
        return values()[(int) (number / 10 % values().length)].of(number);
    }
}
