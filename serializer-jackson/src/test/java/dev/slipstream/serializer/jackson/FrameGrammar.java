package dev.slipstream.serializer.jackson;

import java.util.SplittableRandom;

/** Makes random frames: common, rare and malformed frames. The same seed gives the same frames. */
final class FrameGrammar {

    private static final String[] NAMES = {
        "rooms:1",
        "said",
        "phx_reply",
        "phx_reply",
        "",
        "a\\u0062",
        "a\\n",
        "\u017c",
        "tab\t",
        "\ud83e\udd84",
        "\ud83e",
        "\\ud83e",
        "\\x",
        "\u007f",
        "n".repeat(1000),
        "n".repeat(1001),
        "k".repeat(50_001)
    };
    private static final String[] KEYS = {"a", "a", "b", "", "\\u0061", "\\\"", "\u00e9", "\udd84", "status", "response"
    };
    private static final String[] STRINGS = {
        "text",
        "",
        "\\\" \\\\ \\/ \\b \\f \\n \\r \\t",
        "\\u00e9",
        "\\ud83e\\udd84",
        "\\udd84",
        "caf\u00e9",
        "\ud83e\udd84",
        "\ud83e",
        "\\a",
        "\u0000",
        "\u001f",
        "\u007f",
        "\u2028",
        "\\",
        "\\u12"
    };
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "-1",
        "10",
        "1.5",
        "-2.5e+3",
        "1E9",
        "1e-9",
        "1e400",
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e+",
        "0x1",
        "NaN",
        "Infinity"
    };
    private static final String[] BLANKS = {" ", "\n", "\r", "\t", "  ", "\u00a0", "\f", "/**/", "\ufeff"};
    private static final String[] WORDS = {"true", "false", "null", "True", "nul", "nulls"};
    private static final int USUAL_DEPTH = 4;

    private final SplittableRandom random;
    private final StringBuilder text = new StringBuilder();

    FrameGrammar(SplittableRandom random) {
        this.random = random;
    }

    String next() {
        text.setLength(0);
        blanks();
        if (is(20)) {
            object();
        } else {
            array();
        }
        blanks();
        if (is(30)) {
            text.append(any("]", "{}", "1", "\u0000"));
        }
        if (is(10)) {
            text.setLength(random.nextInt(text.length() + 1)); // the frame is truncated
        }
        return text.toString();
    }

    /** Makes a frame that has no ref. It begins like many other frames of this method, and the rest is random. */
    String nextAlike() {
        text.setLength(0);
        text.append(any("[null,null,\"a\",\"b\",", "[null,null,\"a\",\"b\", ", "[\"1\",null,\"a\",\"phx_reply\","));
        value(0);
        text.append(any("]", "]", "]", " ] ", "", "]]", ",1]"));
        return text.toString();
    }

    private void array() {
        text.append('[');
        ref();
        comma();
        ref();
        comma();
        name();
        comma();
        boolean isReply = is(2);
        if (isReply) {
            text.append("\"phx_reply\"");
        } else {
            name();
        }
        comma();
        if (isReply && !is(5)) {
            reply();
        } else {
            value(0);
        }
        if (is(25)) {
            comma();
            value(0);
        }
        text.append(is(30) ? any("}", "", ",]") : "]");
    }

    private void object() {
        text.append("{\"topic\":");
        name();
        text.append(",\"event\":");
        name();
        text.append(",\"ref\":");
        ref();
        text.append(",\"payload\":");
        value(0);
        text.append('}');
    }

    private void reply() {
        text.append('{');
        int members = random.nextInt(8) == 0 ? random.nextInt(4) : 2;
        boolean isStatusNext = is(2);
        for (int i = 0; i < members; i++) {
            if (i > 0) {
                comma();
            }
            if (is(15)) {
                string(any(KEYS));
                colon();
                value(0);
            } else if (isStatusNext) {
                text.append("\"status\"");
                colon();
                if (is(10)) {
                    value(0);
                } else {
                    string(is(6) ? any(NAMES) : any("ok", "error"));
                }
            } else {
                text.append("\"response\"");
                colon();
                value(0);
            }
            isStatusNext = !isStatusNext ^ is(12); // rarely, one member appears twice in a row
        }
        text.append('}');
    }

    private void ref() {
        if (is(3)) {
            text.append("null");
        } else if (is(8)) {
            value(USUAL_DEPTH);
        } else {
            string(Integer.toString(random.nextInt(1000)));
        }
    }

    private void name() {
        if (is(40)) {
            value(USUAL_DEPTH);
        } else {
            string(is(6) ? any(NAMES) : any("rooms:1", "said"));
        }
    }

    private void value(int depth) {
        blanks();
        int kind = random.nextInt(depth < USUAL_DEPTH ? 9 : 6);
        switch (kind) {
            case 0, 1 -> string(any(STRINGS));
            case 2 -> text.append(any(NUMBERS));
            case 3 -> text.append(is(6) ? longNumber() : Integer.toString(random.nextInt()));
            case 4 -> text.append(is(4) ? any(WORDS) : any("true", "false", "null"));
            case 5 -> text.append(is(4) ? deep() : "{}");
            case 6 -> elements(depth);
            default -> members(depth);
        }
        blanks();
    }

    private void elements(int depth) {
        text.append('[');
        for (int i = random.nextInt(4); i > 0; i--) {
            value(depth + 1);
            if (i > 1 || is(40)) {
                comma();
            }
        }
        text.append(']');
    }

    private void members(int depth) {
        text.append('{');
        for (int i = random.nextInt(4); i > 0; i--) {
            string(is(4) ? any(KEYS) : any("a", "b", "c"));
            colon();
            value(depth + 1);
            if (i > 1 || is(40)) {
                comma();
            }
        }
        text.append(is(40) ? ']' : '}');
    }

    private String longNumber() {
        int digits = any(59, 60, 61, 999, 1000, 1001);
        return any("", "-", "0.") + "7".repeat(digits) + any("", "e5");
    }

    private String deep() {
        int depth = any(59, 60, 61, 62, 999, 1000, 1001, 1003);
        return is(2) ? "[".repeat(depth) + "]".repeat(depth) : "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    }

    private void string(String inside) {
        text.append('"').append(inside).append(is(200) ? "" : "\"");
    }

    private void comma() {
        blanks();
        text.append(is(150) ? any(":", ";", "") : ",");
        blanks();
    }

    private void colon() {
        blanks();
        text.append(is(150) ? any(",", "=", "") : ":");
        blanks();
    }

    private void blanks() {
        if (is(10)) {
            text.append(is(20) ? any(BLANKS) : any(" ", "\n", "\r\n", "\t"));
        }
    }

    /** Returns true once in this many calls, on average. */
    private boolean is(int times) {
        return random.nextInt(times) == 0;
    }

    @SafeVarargs
    private <T> T any(T... all) {
        return all[random.nextInt(all.length)];
    }
}
