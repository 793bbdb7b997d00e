package dev.slipstream.transport.contract;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Frame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The expected or actual outcome of a {@link FrameCase}.
 *
 * @param messages the received messages, in order
 * @param pongs the pongs that the server received
 * @param newestPong whether the client may leave out the answers to older pings
 * @param answer the code of the client's close frame, if there is one
 * @param end how the websocket ended, in the notation of the cases
 */
record FrameOutcome(List<Message> messages, List<String> pongs, boolean newestPong, OptionalInt answer, String end) {

    static final String OPEN = "open";
    static final String WAITS = "waits";
    static final String TOO_LARGE = "too large";
    /**
     * The outcome of a frame that announces more bytes than the limit, if only few of these bytes arrive. The client
     * may wait for the rest, or refuse the length at once.
     */
    static final String WAITS_OR_TOO_LARGE = WAITS + " or " + TOO_LARGE;

    private static final int SHOWN = 60;

    FrameOutcome {
        messages = List.copyOf(messages);
        pongs = List.copyOf(pongs);
    }

    /** A message. The content of a binary message has one character for each byte. */
    record Message(boolean isText, String content) {

        static Message of(Frame frame) {
            return switch (frame) {
                case Frame.Text(String text) -> new Message(true, text);
                case Frame.Binary(byte[] bytes) -> new Message(false, FrameOutcome.bytes(bytes));
            };
        }

        @Override
        public String toString() {
            String shown =
                    content.length() > SHOWN ? content.substring(0, SHOWN) + "... (" + content.length() + ")" : content;
            return (isText ? "text \"" : "binary \"") + shown + "\"";
        }
    }

    /** Parses the lines of an outcome. The caller has removed the equals sign before each line. */
    static FrameOutcome read(List<String> lines) {
        List<Message> messages = new ArrayList<>();
        List<String> pongs = new ArrayList<>();
        boolean newest = false;
        OptionalInt answer = OptionalInt.empty();
        for (String line : lines.subList(0, lines.size() - 1)) {
            Deque<String> tokens = FrameNotation.tokens(line);
            switch (tokens.remove()) {
                case "text" ->
                    messages.add(new Message(true, new String(FrameNotation.payload(tokens), StandardCharsets.UTF_8)));
                case "binary" -> messages.add(new Message(false, bytes(FrameNotation.payload(tokens))));
                case "pong" -> pongs.add(bytes(FrameNotation.payload(tokens)));
                case "newest" -> {
                    newest = true;
                    tokens.remove();
                    pongs.add(bytes(FrameNotation.payload(tokens)));
                }
                case "answer" -> answer = OptionalInt.of(Integer.parseInt(tokens.remove()));
                default -> throw new IllegalArgumentException("no outcome: " + line);
            }
        }
        return new FrameOutcome(messages, pongs, newest, answer, end(lines.getLast()));
    }

    private static String end(String line) {
        Deque<String> tokens = FrameNotation.tokens(line);
        return switch (tokens.remove()) {
            case OPEN, WAITS, "lost", "too", "violated" -> line;
            case "closed" -> {
                String code = tokens.remove();
                yield closed(Integer.parseInt(code), new String(FrameNotation.payload(tokens), StandardCharsets.UTF_8));
            }
            default -> throw new IllegalArgumentException("no end: " + line);
        };
    }

    static String closed(int code, String text) {
        return "closed " + code + " \"" + text + "\"";
    }

    /** Describes an end in the notation of the cases. An end that the notation cannot express is shown as text. */
    static String end(DisconnectReason reason) {
        return switch (reason) {
            case DisconnectReason.Closed(int code, String text) -> closed(code, text);
            case DisconnectReason.Failed(Failure.ProtocolViolated violated) -> "violated " + violated.code();
            case DisconnectReason.Failed(Failure.MessageTooLarge large) -> TOO_LARGE;
            case DisconnectReason.Failed(Failure.ConnectionLost lost) -> "lost";
            case DisconnectReason.Failed failed -> failed.toString();
            case DisconnectReason.ConnectFailed failed -> failed.toString();
            case DisconnectReason.Requested requested -> requested.toString();
        };
    }

    static String bytes(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Whether this outcome matches the expected outcome. Pongs are compared only if the websocket stays open. */
    boolean is(FrameOutcome expected, List<String> pings) {
        return messages.equals(expected.messages)
                && (end.equals(expected.end) || isAllowed(expected.end))
                && (expected.answer.isEmpty() || answer.equals(expected.answer))
                && (!end.equals(OPEN) || pongsAre(expected, pings));
    }

    private boolean isAllowed(String expectedEnd) {
        return expectedEnd.equals(WAITS_OR_TOO_LARGE) && (end.equals(WAITS) || end.equals(TOO_LARGE));
    }

    private boolean pongsAre(FrameOutcome expected, List<String> pings) {
        if (!expected.newestPong) {
            return pongs.equals(expected.pongs);
        }
        return !pongs.isEmpty() && pongs.getLast().equals(expected.pongs.getLast()) && pongs.size() <= pings.size();
    }

    @Override
    public String toString() {
        return Stream.of(
                        messages.stream().map(Message::toString),
                        pongs.stream().limit(SHOWN).map(pong -> (newestPong ? "newest pong " : "pong ") + pong),
                        answer.stream().mapToObj(code -> "answer " + code),
                        Stream.of(end))
                .flatMap(lines -> lines)
                .map(line -> "\n    = " + line)
                .reduce("", String::concat);
    }
}
