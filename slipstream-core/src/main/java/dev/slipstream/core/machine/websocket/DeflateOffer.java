package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.Compression;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The offer of permessage-deflate in an upgrade request, and the check of the server's answer, as RFC 7692 sections 5
 * and 7.1 require of a client.
 *
 * <p>The client never offers {@code client_max_window_bits}, because Java's deflater has no such setting. So an answer
 * with this parameter is invalid.
 */
public final class DeflateOffer {

    /** The header of the offer and of the answer. */
    public static final String HEADER = "Sec-WebSocket-Extensions";

    /** The close code with which a client fails a websocket whose extensions were negotiated wrongly. */
    public static final int INVALID_EXTENSIONS = CloseCodes.INVALID_EXTENSIONS;

    private static final String MALFORMED = "is malformed";

    private final DeflateParameters offered;

    /** Makes the offer for these options. */
    public DeflateOffer(Compression compression) {
        this.offered = new DeflateParameters(
                !compression.contextTakeover(), !compression.contextTakeover(), compression.serverWindowBits());
    }

    /** The value of the header line with the offer. */
    public String value() {
        return offered.toString();
    }

    /**
     * Checks the answer.
     *
     * @param lines the values of all {@code Sec-WebSocket-Extensions} lines of the response; empty if there are none
     */
    public DeflateAnswer answer(List<String> lines) {
        return lines.isEmpty() ? new DeflateAnswer.Declined() : new AnswerReader(String.join(",", lines)).read();
    }

    /** Reads one answer. */
    private final class AnswerReader {

        private final ExtensionScanner scanner;
        private boolean isServerNoTakeover;
        private boolean isClientNoTakeover;
        /** 0 if the answer has no {@code server_max_window_bits}. */
        private int serverWindowBits;

        private AnswerReader(String text) {
            this.scanner = new ExtensionScanner(text);
        }

        private DeflateAnswer read() {
            String extension = scanner.token();
            if (extension == null) {
                return new DeflateAnswer.Invalid(MALFORMED);
            }
            if (!extension.equalsIgnoreCase(DeflateParameters.EXTENSION)) {
                return new DeflateAnswer.Invalid("names an extension that was not offered");
            }
            while (scanner.skips(';')) {
                String problem = parameter();
                if (problem != null) {
                    return new DeflateAnswer.Invalid(problem);
                }
            }
            if (scanner.skips(',')) {
                return new DeflateAnswer.Invalid("names more than one extension");
            }
            return scanner.isAtEnd() ? accepted() : new DeflateAnswer.Invalid(MALFORMED);
        }

        private DeflateAnswer accepted() {
            return new DeflateAnswer.Accepted(new DeflateParameters(
                    isServerNoTakeover,
                    isClientNoTakeover,
                    serverWindowBits == 0 ? DeflateParameters.MAX_WINDOW_BITS : serverWindowBits));
        }

        /** Reads the next parameter. Returns what is wrong with it, or null. */
        private @Nullable String parameter() {
            String name = scanner.token();
            boolean hasValue = name != null && scanner.skips('=');
            String value = hasValue ? scanner.value() : null;
            if (name == null || (hasValue && value == null)) {
                return MALFORMED;
            }
            return switch (name.toLowerCase(Locale.ROOT)) {
                case DeflateParameters.SERVER_NO_TAKEOVER -> {
                    String problem = flagProblem(DeflateParameters.SERVER_NO_TAKEOVER, isServerNoTakeover, value);
                    isServerNoTakeover = true;
                    yield problem;
                }
                case DeflateParameters.CLIENT_NO_TAKEOVER -> {
                    String problem = flagProblem(DeflateParameters.CLIENT_NO_TAKEOVER, isClientNoTakeover, value);
                    isClientNoTakeover = true;
                    yield problem;
                }
                case DeflateParameters.SERVER_WINDOW_BITS -> windowBits(value);
                case DeflateParameters.CLIENT_WINDOW_BITS ->
                    "has " + DeflateParameters.CLIENT_WINDOW_BITS + ", which was not offered";
                default -> "has an unknown parameter";
            };
        }

        private @Nullable String flagProblem(String name, boolean isRepeated, @Nullable String value) {
            return isRepeated ? "repeats " + name : value == null ? null : "gives " + name + " a value";
        }

        private @Nullable String windowBits(@Nullable String value) {
            if (serverWindowBits != 0) {
                return "repeats " + DeflateParameters.SERVER_WINDOW_BITS;
            }
            int bits = value == null ? 0 : bits(value);
            if (bits == 0) {
                return "gives " + DeflateParameters.SERVER_WINDOW_BITS + " no value from "
                        + DeflateParameters.MIN_WINDOW_BITS + " to " + DeflateParameters.MAX_WINDOW_BITS;
            }
            if (bits > offered.serverWindowBits()) {
                return "has " + DeflateParameters.SERVER_WINDOW_BITS + "=" + bits + ", more than the offered "
                        + offered.serverWindowBits();
            }
            serverWindowBits = bits;
            return null;
        }

        /** Returns the number of bits; 0 if this is no allowed number. RFC 7692 allows no leading zeros. */
        private static int bits(String value) {
            for (int bits = DeflateParameters.MIN_WINDOW_BITS; bits <= DeflateParameters.MAX_WINDOW_BITS; bits++) {
                if (value.equals(Integer.toString(bits))) {
                    return bits;
                }
            }
            return 0;
        }
    }
}
