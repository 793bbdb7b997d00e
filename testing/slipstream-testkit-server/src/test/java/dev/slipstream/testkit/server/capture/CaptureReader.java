package dev.slipstream.testkit.server.capture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the lines of one recorded sequence of a {@link Capture}. Rejects unknown lines. */
final class CaptureReader {

    private static final Pattern LINE = Pattern.compile("([A-Z]?)([><=!.]) ?(.*)", Pattern.DOTALL);
    private static final Pattern REPEATED = Pattern.compile("<(\\P{M})\\*(\\d+)>");
    private static final Pattern REPEATED_HEX = Pattern.compile("<([0-9a-f]{2})\\*(\\d+)>");
    private static final Pattern CLOSE = Pattern.compile("(\\d+|\\(empty\\))(?: \"(.*)\")?");

    private final List<CaptureLine> lines = new ArrayList<>();

    List<CaptureLine> lines() {
        return List.copyOf(lines);
    }

    void read(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a line of a capture: " + line);
        }
        String connection = matcher.group(1);
        String rest = matcher.group(3);
        switch (matcher.group(2)) {
            case "!" -> lines.add(new CaptureLine.Outside(rest));
            case "." -> lines.add(remark(rest));
            case "=" -> answer(connection, rest);
            case ">" -> client(connection, rest);
            default -> server(connection, rest);
        }
    }

    private static CaptureLine remark(String text) {
        return text.startsWith("wait ")
                ? new CaptureLine.Waited(Duration.ofMillis(Integer.parseInt(text.substring("wait ".length()))))
                : new CaptureLine.Remark(text);
    }

    private void client(String connection, String line) {
        String kind = word(line);
        String rest = rest(line);
        switch (kind) {
            case "connect", "http" -> {
                boolean isUpgrade = kind.equals("connect");
                lines.add(new CaptureLine.Requested(connection, isUpgrade, word(rest), rest(rest), Map.of()));
            }
            case "header" -> header(rest);
            case "body" -> lines.add(new CaptureLine.RequestBody(connection, rest));
            default -> lines.add(new CaptureLine.FromClient(connection, frame(kind, rest)));
        }
    }

    private void server(String connection, String line) {
        switch (word(line)) {
            case "http", "header", "body" -> answer(connection, line);
            default -> lines.add(new CaptureLine.FromServer(connection, frame(word(line), rest(line))));
        }
    }

    private void answer(String connection, String line) {
        String rest = rest(line);
        switch (word(line)) {
            case "http" -> lines.add(new CaptureLine.Answered(connection, Integer.parseInt(word(rest)), Map.of(), ""));
            case "header" -> header(rest);
            case "body" -> {
                CaptureLine.Answered answer = (CaptureLine.Answered) last();
                replaceLast(new CaptureLine.Answered(connection, answer.status(), answer.headers(), unquoted(rest)));
            }
            default -> throw new IllegalArgumentException("not a line of a response: " + line);
        }
    }

    /** Adds a header to the last request or response. */
    private void header(String text) {
        String name = text.substring(0, text.indexOf(':'));
        String value = text.substring(name.length() + 1).strip();
        replaceLast(
                switch (last()) {
                    case CaptureLine.Requested(
                            String connection,
                            boolean isUpgrade,
                            String method,
                            String target,
                            Map<String, String> headers) ->
                        new CaptureLine.Requested(connection, isUpgrade, method, target, with(headers, name, value));
                    case CaptureLine.Answered(
                            String connection,
                            int status,
                            Map<String, String> headers,
                            String body) ->
                        new CaptureLine.Answered(
                                connection, status, with(headers, name.toLowerCase(Locale.ROOT), value), body);
                    case CaptureLine other -> throw new IllegalArgumentException("a header behind " + other);
                });
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return more;
    }

    private CaptureLine last() {
        return lines.get(lines.size() - 1);
    }

    private void replaceLast(CaptureLine line) {
        lines.set(lines.size() - 1, line);
    }

    private static WireFrame frame(String kind, String content) {
        return switch (kind) {
            case "text" -> new WireFrame.Text(repeated(REPEATED, content));
            case "binary" -> new WireFrame.Binary(repeated(REPEATED_HEX, content));
            case "ping" -> new WireFrame.Ping(content);
            case "pong" -> new WireFrame.Pong(content);
            case "raw" -> new WireFrame.Raw(repeated(REPEATED_HEX, word(content)));
            case "eof" -> new WireFrame.Eof();
            case "close" -> {
                Matcher close = CLOSE.matcher(content);
                if (!close.matches()) {
                    throw new IllegalArgumentException("not a close frame: " + content);
                }
                String code = close.group(1);
                String reason = close.group(2) == null ? "" : close.group(2);
                yield new WireFrame.Close(code.equals("(empty)") ? 1005 : Integer.parseInt(code), reason);
            }
            default -> throw new IllegalArgumentException("no frame: " + kind);
        };
    }

    /** Expands {@code <x*3>} to xxx. */
    private static String repeated(Pattern pattern, String text) {
        return pattern.matcher(text)
                .replaceAll((MatchResult match) ->
                        Matcher.quoteReplacement(match.group(1).repeat(Integer.parseInt(match.group(2)))));
    }

    /**
     * Unquotes the body of a response. In responses to handshakes the body is a JSON string; other bodies are not
     * quoted.
     */
    private static String unquoted(String body) {
        return body.startsWith("\"") && body.endsWith("\"")
                ? body.substring(1, body.length() - 1).replace("\\\"", "\"")
                : body;
    }

    private static String word(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }

    private static String rest(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? "" : text.substring(space + 1);
    }
}
