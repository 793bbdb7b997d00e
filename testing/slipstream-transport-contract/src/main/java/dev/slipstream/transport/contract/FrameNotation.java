package dev.slipstream.transport.contract;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses frames, valid or not, in the notation of {@link Rfc6455Contract}: the opcode, then the payload. */
final class FrameNotation {

    private static final Pattern TOKEN = Pattern.compile("(?:\\d+\\*)?\"(?:[^\"\\\\]|\\\\.)*\"|\\S+");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-f]{4})|(.))");
    private static final List<String> OPCODES = List.of(
            "continuation",
            "text",
            "binary",
            "opcode3",
            "opcode4",
            "opcode5",
            "opcode6",
            "opcode7",
            "close",
            "ping",
            "pong",
            "opcodeb",
            "opcodec",
            "opcoded",
            "opcodee",
            "opcodef");
    private static final int MASKED = 0x80;
    private static final byte[] MASK = {1, 2, 3, 4};

    private FrameNotation() {}

    static Deque<String> tokens(String line) {
        Deque<String> tokens = new ArrayDeque<>();
        TOKEN.matcher(line).results().map(MatchResult::group).forEach(tokens::add);
        return tokens;
    }

    /** Returns the bytes of the frame, or of the part of a frame, that a line describes. */
    static byte[] bytes(String line) {
        Deque<String> tokens = tokens(line);
        int first = 0;
        int mask = 0;
        while (true) {
            String word = tokens.remove();
            switch (word) {
                case "rsv1" -> first |= 0x40;
                case "rsv2" -> first |= 0x20;
                case "rsv3" -> first |= 0x10;
                case "masked" -> mask = MASKED;
                case "raw" -> {
                    return payload(tokens);
                }
                default -> {
                    return frame(first | opcode(word), mask, tokens);
                }
            }
        }
    }

    private static int opcode(String word) {
        boolean unfinished = word.endsWith("-");
        int opcode = OPCODES.indexOf(unfinished ? word.substring(0, word.length() - 1) : word);
        if (opcode < 0) {
            throw new IllegalArgumentException("no opcode: " + word);
        }
        return unfinished ? opcode : RawFrame.FIN | opcode;
    }

    private static byte[] frame(int first, int mask, Deque<String> tokens) {
        byte[] payload = payload(tokens);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        frame.writeBytes(length(mask, payload.length, tokens));
        if (mask != 0) {
            frame.writeBytes(MASK);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= MASK[i % MASK.length];
            }
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    private static byte[] length(int mask, int actual, Deque<String> tokens) {
        if (tokens.isEmpty()) {
            return length(mask, actual, shortest(actual));
        }
        String how = tokens.remove();
        String value = tokens.remove();
        if (how.equals("claiming")) {
            long claimed = number(value);
            return length(mask, claimed, shortest(claimed));
        }
        return length(mask, actual, Integer.parseInt(value));
    }

    private static int shortest(long length) {
        return length >= 0 && length < 126 ? 7 : length >= 0 && length < 1 << 16 ? 16 : 64;
    }

    private static byte[] length(int mask, long length, int bits) {
        ByteBuffer bytes = ByteBuffer.allocate(9);
        switch (bits) {
            case 7 -> bytes.put((byte) (mask | length));
            case 16 -> bytes.put((byte) (mask | 126)).putShort((short) length);
            case 64 -> bytes.put((byte) (mask | 127)).putLong(length);
            default -> throw new IllegalArgumentException("lengths are in 7, 16 or 64 bits, not in " + bits);
        }
        byte[] written = new byte[bytes.position()];
        bytes.flip().get(written);
        return written;
    }

    private static long number(String text) {
        return text.startsWith("2^") ? 1L << Integer.parseInt(text.substring(2)) : Long.parseLong(text);
    }

    /** Removes the payload tokens at the front, and returns the bytes that these tokens describe. */
    static byte[] payload(Deque<String> tokens) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        while (!tokens.isEmpty() && tokens.peek().matches("(?s)[\\dx\"].*")) {
            String token = tokens.remove();
            int star = token.startsWith("\"") ? -1 : token.indexOf('*');
            byte[] once = piece(token.substring(star + 1));
            for (int times = star < 0 ? 1 : Integer.parseInt(token.substring(0, star)); times > 0; times--) {
                payload.writeBytes(once);
            }
        }
        return payload.toByteArray();
    }

    private static byte[] piece(String token) {
        return switch (token.charAt(0)) {
            case '"' -> text(token).getBytes(StandardCharsets.UTF_8);
            case 'x' -> HexFormat.of().parseHex(token.substring(1));
            default ->
                ByteBuffer.allocate(2).putShort((short) Integer.parseInt(token)).array();
        };
    }

    /** Returns the text between quotation marks. */
    static String text(String quoted) {
        return ESCAPE.matcher(quoted.substring(1, quoted.length() - 1))
                .replaceAll(found -> found.group(1) == null
                        ? Matcher.quoteReplacement(found.group(2))
                        : Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))));
    }
}
