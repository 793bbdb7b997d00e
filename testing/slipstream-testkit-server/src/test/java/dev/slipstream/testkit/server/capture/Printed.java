package dev.slipstream.testkit.server.capture;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Formats a server's actions as lines. Equal actions give equal lines, even if the order of JSON keys differs. */
final class Printed {

    /** The headers that an app or Phoenix sets; the HTTP server sets all others. */
    private static final Set<String> COMPARED =
            Set.of("sec-websocket-protocol", "retry-after", "www-authenticate", "content-type");

    /** A {@code phx_ref} that the model of Phoenix wrote. A capture has {@code <phx_ref:N>} instead of the N-th ref. */
    private static final Pattern PRESENCE_REF = Pattern.compile("(phx_ref(?:_prev)?:\")F0*(\\d+)\"");

    private Printed() {}

    static String answer(int status, Map<String, String> headers, String body) {
        Map<String, String> telling = new TreeMap<>(headers);
        telling.keySet().retainAll(COMPARED);
        return "http " + status + " " + telling + " " + body;
    }

    static String of(WireFrame frame) {
        return switch (frame) {
            case WireFrame.Text(String text) -> of(new Frame.Text(text));
            case WireFrame.Binary binary -> of(new Frame.Binary(binary.bytes()));
            case WireFrame.Ping(String hex) -> "ping " + hex;
            case WireFrame.Pong(String hex) -> "pong " + hex;
            case WireFrame.Close(int code, String reason) -> "close " + code;
            case WireFrame.Raw(String hex) -> "raw " + hex;
            case WireFrame.Eof() -> "eof";
        };
    }

    static String of(Frame frame) {
        Message message;
        try {
            message = JacksonSerializer.standard().decode(frame);
        } catch (MalformedFrameException e) {
            return "no message: " + e.getMessage();
        }
        String kind = frame instanceof Frame.Text ? "text" : "binary";
        return kind + " " + of(message);
    }

    static String of(Message message) {
        return String.join(
                " ",
                message.joinRef(),
                message.ref(),
                message.topic(),
                message.event(),
                message.status(),
                of(message.payload()));
    }

    static String of(Payload payload) {
        return payload instanceof Payload.Binary bytes
                ? bytes.hex()
                : PRESENCE_REF.matcher(json(value(payload))).replaceAll("$1<phx_ref:$2>\"");
    }

    private static @Nullable Object value(Payload payload) {
        return payload.text().equals("null") ? null : payload.as(Object.class);
    }

    /** Formats JSON with sorted keys. */
    static String json(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + json(entry.getValue()))
                        .sorted()
                        .collect(Collectors.joining(",", "{", "}"));
            case List<?> list -> list.stream().map(Printed::json).collect(Collectors.joining(",", "[", "]"));
            case String text -> '"' + text + '"';
            default -> value.toString();
        };
    }
}
