package dev.slipstream.core.transcript;

import dev.slipstream.core.Failure;
import dev.slipstream.core.machine.websocket.WebSocketEffect;
import dev.slipstream.core.machine.websocket.WebSocketInput;
import dev.slipstream.core.machine.websocket.WebSocketMachine;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.UpgradeUri;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Drives the websocket machine with these lines, as a transport does:
 *
 * <pre>
 * = maxMessage 8                      a setting; also: connectTimeout 5s, closeTimeout 5s, frames 4, bytes 16
 * &gt; send hello | #00ff | a^        a call; ^ is half a surrogate pair; also: room, flush, close 1000 bye, resume
 * ! opened | refused | ping | pong | closed 1001 away | broken 1002 | failed | unwritten | written | pause
 * &lt; hello                             a text arrives; &lt;+ if parts follow
 * &lt;b #00ff                            a binary message arrives; &lt;b+ if parts follow
 * </pre>
 */
final class WebSocketSubject implements Subject {

    /** The answer to an offered message. */
    record Offered(WebSocketMachine.Offer answer) {}

    /** Whether the queue has room. */
    record Room(boolean has) {}

    /** The library writes a message. */
    record Write(String frame) {}

    /** The listener receives a message. */
    record Deliver(String frame) {}

    private final Map<String, String> settings = new LinkedHashMap<>(
            Map.of("maxMessage", "8", "connectTimeout", "5s", "closeTimeout", "2s", "frames", "4", "bytes", "16"));
    private WebSocketMachine machine = machine();
    private Consumer<Object> printed = effect -> {};

    private WebSocketMachine machine() {
        return new WebSocketMachine(
                0,
                new Handshake(
                        UpgradeUri.of("ws://localhost/"),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Transcript.span(settings.get("connectTimeout")),
                        Transcript.span(settings.get("closeTimeout")),
                        Integer.parseInt(settings.get("maxMessage")),
                        Integer.parseInt(settings.get("frames")),
                        Integer.parseInt(settings.get("bytes"))),
                this::carryOut);
    }

    @Override
    public void tell(String line, Duration now, Consumer<Object> effects) {
        printed = effects;
        String[] words = line.split(" ");
        switch (words[0]) {
            case "=" -> {
                settings.put(words[1], words[2]);
                machine = machine();
            }
            case ">", "!" -> tell(words, now);
            case "<", "<+", "<b", "<b+" -> receive(words[0], words.length < 2 ? "" : words[1], now);
            default -> throw new IllegalArgumentException(line);
        }
    }

    private void tell(String[] words, Duration now) {
        switch (words[1]) {
            case "send" -> printed.accept(new Offered(machine.offer(frame(words.length < 3 ? "" : words[2]))));
            case "room" -> printed.accept(new Room(machine.hasRoom()));
            case "flush" -> write(machine.next());
            case "more" -> write(machine.more());
            case "written" -> write(machine.written());
            default -> machine.accept(now.toNanos(), input(words));
        }
    }

    private static WebSocketInput input(String[] words) {
        return switch (words[1]) {
            case "opened" -> new WebSocketInput.Opened(headers(words));
            case "refused" -> new WebSocketInput.OpeningFailed(Failure.HandshakeRefused.of(403));
            case "ping" -> new WebSocketInput.Pinged();
            case "pong" -> new WebSocketInput.Ponged();
            case "closed" ->
                new WebSocketInput.CloseReceived(Integer.parseInt(words[2]), words.length < 4 ? "" : words[3]);
            case "broken" -> new WebSocketInput.ProtocolBroken(Integer.parseInt(words[2]));
            case "failed" -> new WebSocketInput.Failed(new Failure.Unexpected("planned"));
            case "unwritten" -> new WebSocketInput.WriteFailed(new Failure.ConnectionLost("not written"));
            case "pause" -> new WebSocketInput.ReadingPaused();
            case "resume" -> new WebSocketInput.ReadingResumed();
            case "close" ->
                new WebSocketInput.CloseRequested(Integer.parseInt(words[2]), words.length < 4 ? "" : words[3]);
            default -> throw new IllegalArgumentException("no input: " + words[1]);
        };
    }

    private static Map<String, List<String>> headers(String[] words) {
        return words.length < 4 ? Collections.emptyMap() : Map.of(words[2], List.of(words[3]));
    }

    private static Frame frame(String word) {
        return word.startsWith("#")
                ? new Frame.Binary(HexFormat.of().parseHex(word.substring(1)))
                : new Frame.Text(word.translateEscapes().replace("^", "\ud83d"));
    }

    private void receive(String kind, String word, Duration now) {
        boolean last = !kind.endsWith("+");
        Frame whole = kind.startsWith("<b")
                ? machine.binaryPart(ByteBuffer.wrap(HexFormat.of().parseHex(word.substring(1))), last)
                : machine.textPart(word, last);
        if (whole != null && machine.received(whole)) {
            printed.accept(new Deliver(words(whole)));
        }
        if (machine.partFailure() != null) {
            machine.accept(now.toNanos(), new WebSocketInput.Failed(machine.partFailure()));
        }
    }

    private void carryOut(WebSocketEffect effect) {
        printed.accept(effect);
        if (effect instanceof WebSocketEffect.WriteFrames) {
            write(machine.next());
        } else if (effect instanceof WebSocketEffect.DeliverHeld) {
            for (Frame next = machine.held(); next != null; next = machine.held()) {
                printed.accept(new Deliver(words(next)));
            }
        }
    }

    private void write(Frame frame) {
        if (frame != null) {
            printed.accept(new Write(words(frame)));
        }
    }

    private static String words(Frame frame) {
        return switch (frame) {
            case Frame.Text(String text) -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            case Frame.Binary(byte[] bytes) -> "#" + HexFormat.of().formatHex(bytes);
        };
    }

    @Override
    public void passTime(Duration now, Consumer<Object> effects) {
        printed = effects;
        machine.accept(now.toNanos(), new WebSocketInput.TimePassed());
    }

    @Override
    public Duration nextDeadline() {
        long next = machine.nextDeadlineNanos();
        return next == WebSocketMachine.NEVER ? null : Duration.ofNanos(next);
    }

    @Override
    public String state() {
        return machine.phase().name();
    }

    @Override
    public String toString() {
        return machine.toString();
    }
}
