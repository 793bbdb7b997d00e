package dev.slipstream.bench.peer;

/** Makes the names of topics, and texts for payloads of a given size. */
final class Payloads {

    /** Length of {@code {"text":""}}. */
    private static final int AROUND = 11;

    private static final String PROSE = "the quick brown fox jumps over the lazy dog, ";

    private Payloads() {}

    /** A text that makes the payload {@code {"text":...}} this many bytes long. */
    static String text(int bytes) {
        StringBuilder text = new StringBuilder(bytes);
        while (text.length() < bytes - AROUND) {
            text.append(PROSE.charAt(text.length() % PROSE.length()));
        }
        return text.toString();
    }

    /** The name of the topic with this index. */
    static String topic(int index) {
        return "bench:%03d".formatted(index);
    }
}
