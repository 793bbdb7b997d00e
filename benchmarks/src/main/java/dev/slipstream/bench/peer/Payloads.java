package dev.slipstream.bench.peer;

/** What is sent, by its size as JSON. */
final class Payloads {

    /** {@code {"text":""}}. */
    private static final int AROUND = 11;

    private static final String PROSE = "the quick brown fox jumps over the lazy dog, ";

    private Payloads() {}

    /** A text which makes a payload {@code {"text":...}} of so many bytes. */
    static String text(int bytes) {
        StringBuilder text = new StringBuilder(bytes);
        while (text.length() < bytes - AROUND) {
            text.append(PROSE.charAt(text.length() % PROSE.length()));
        }
        return text.toString();
    }

    /** The topic of this index. */
    static String topic(int index) {
        return "bench:%03d".formatted(index);
    }
}
