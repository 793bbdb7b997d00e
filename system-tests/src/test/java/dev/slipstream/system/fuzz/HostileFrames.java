package dev.slipstream.system.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Large frames built from a few bytes, with the checks of {@link TextFrames}. Their payloads have many keys, keys with
 * equal hashes, long keys, escapes, chars of any width, and numbers. Many blanks surround the parts of a frame.
 */
public final class HostileFrames implements Target {

    private static final int MOST_MEMBERS = 600;
    private static final int LONGEST = 5_000;

    private final TextFrames textFrames = new TextFrames();

    @Override
    public void accept(byte[] bytes) {
        Draws draws = new Draws(bytes);
        String frame = "[" + filled(draws, "null") + ",null,\"t\"," + filled(draws, "\"" + filling(draws) + "\"") + ","
                + filled(draws, payload(draws)) + "]";
        textFrames.accept(frame.getBytes(UTF_8));
    }

    /** Adds blanks on both sides. */
    private static String filled(Draws draws, String value) {
        return " ".repeat(draws.upTo(LONGEST)) + value + " ".repeat(draws.upTo(LONGEST));
    }

    private static String filling(Draws draws) {
        String unit = switch (draws.upTo(3)) {
            case 0 -> "x";
            case 1 -> "\u00e9";
            case 2 -> "\u017c";
            default -> "\\u0061";
        };
        return unit.repeat(draws.upTo(LONGEST));
    }

    private static String payload(Draws draws) {
        return switch (draws.upTo(3)) {
            case 0 -> object(draws);
            case 1 -> "\"" + filling(draws) + "\"";
            case 2 -> draws.number() + "." + draws.upTo(100);
            default -> draws.upTo(100) + "e" + (draws.upTo(2_000) - 1_000);
        };
    }

    private static String object(Draws draws) {
        boolean hasEqualHashes = draws.yes();
        String more = filling(draws);
        return IntStream.range(0, draws.upTo(MOST_MEMBERS))
                .mapToObj(number -> "\"" + (hasEqualHashes ? colliding(number) : number + more) + "\":" + number)
                .limit(hasEqualHashes ? MOST_MEMBERS : 1 + 100_000 / (1 + more.length()))
                .collect(Collectors.joining(",", "{", ",\"" + more + "\":0}"))
                .replace("{,", "{");
    }

    /** A key of ten parts, each {@code Ab} or {@code BA}. Jackson hashes both parts equally. */
    private static String colliding(int number) {
        return IntStream.range(0, 10)
                .mapToObj(bit -> (number >> bit & 1) == 0 ? "Ab" : "BA")
                .collect(Collectors.joining());
    }
}
