package dev.slipstream.system.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.BinaryLayout;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The serializer either refuses a value, or encodes the value to a frame that decodes to an equal value. */
public final class Encoding implements Target {

    private static final int LONGEST = 300;
    private static final int DEEPEST = 6;

    private static final JacksonSerializer OURS = JacksonSerializer.standard();

    @Override
    public void accept(byte[] bytes) throws MalformedFrameException {
        Draws data = new Draws(bytes);
        String joinRef = data.yes() ? null : data.text(20);
        String ref = data.yes() ? null : data.text(20);
        String topic = data.text(LONGEST);
        String event = data.yes() ? "phx_reply" : data.text(LONGEST);
        String status = event.equals("phx_reply") && ref != null && data.yes() ? data.text(20) : null;
        Object value = data.yes() ? data.bytes(LONGEST) : value(data, 0);
        Payload payload;
        try {
            payload = OURS.encode(value);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasNoCause().hasMessageStartingWith("cannot encode a ");
            assertThat(isUnreadable(value)).isTrue();
            return;
        }
        assertThat(isUnreadable(value)).isFalse();
        Message message = new Message(joinRef, ref, topic, event, payload, status);
        switch (payload) {
            case Payload.Json json -> assertText(message);
            case Payload.Binary binary -> assertBytes(message);
            case Payload.Omitted omitted -> throw new AssertionError("encoding never omits a payload: " + omitted);
        }
    }

    private static void assertText(Message message) throws MalformedFrameException {
        Frame frame = OURS.encode(message);

        Message again = OURS.decode(frame);

        assertThat(((Frame.Text) frame).text())
                .satisfies(text -> assertThat(EagerJson.hasLoneSurrogate(text)).isFalse());
        boolean isAmbiguous = message.isReply() && message.status() == null; // the payload may have the form of a reply
        if (!isAmbiguous) {
            assertThat(again).isEqualTo(message);
        }
        assertThat(OURS.encode(again)).isEqualTo(OURS.encode(OURS.decode(OURS.encode(again))));
    }

    private static void assertBytes(Message message) throws MalformedFrameException {
        try {
            byte[] frame = BinaryLayout.encodeFromClient(message);
            assertThat(BinaryLayout.decodeFromClient(frame)).isEqualTo(withoutEmptyRefs(message));
        } catch (IllegalArgumentException refused) {
            assertThat(message.status() != null
                            || isOdd(message.joinRef())
                            || isOdd(message.ref())
                            || isOdd(message.topic())
                            || isOdd(message.event()))
                    .as(refused.getMessage())
                    .isTrue();
        }
    }

    /** In the binary layout an empty ref means an absent ref. */
    private static Message withoutEmptyRefs(Message message) {
        return Message.of(
                "".equals(message.joinRef()) ? null : message.joinRef(),
                "".equals(message.ref()) ? null : message.ref(),
                message.topic(),
                message.event(),
                message.payload());
    }

    private static boolean isOdd(@Nullable String name) {
        return name != null && (EagerJson.hasLoneSurrogate(name) || name.getBytes(StandardCharsets.UTF_8).length > 255);
    }

    /** Whether Phoenix cannot read this value, or JSON has no such number. */
    private static boolean isUnreadable(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.keySet().stream().anyMatch(Encoding::isUnreadable)
                        || map.values().stream().anyMatch(Encoding::isUnreadable);
            case List<?> list -> list.stream().anyMatch(Encoding::isUnreadable);
            case String text -> EagerJson.hasLoneSurrogate(text);
            case Double number -> !Double.isFinite(number);
            case BigDecimal number -> new Json.Number(number.toString()).isBeyondDouble();
            default -> false;
        };
    }

    private static Object value(Draws data, int depth) {
        return switch (data.upTo(depth < DEEPEST ? 7 : 5)) {
            case 0 -> data.text(LONGEST);
            case 1 -> data.number();
            case 2 -> Double.longBitsToDouble(data.number());
            case 3 -> data.yes();
            case 4 -> BigDecimal.valueOf(data.number(), data.upTo(800) - 400);
            case 5 -> "";
            case 6 -> {
                List<Object> elements = new ArrayList<>();
                for (int left = data.upTo(5); left > 0; left--) {
                    elements.add(value(data, depth + 1));
                }
                yield elements;
            }
            default -> {
                Map<String, Object> members = new LinkedHashMap<>();
                for (int left = data.upTo(5); left > 0; left--) {
                    members.put(data.text(20), value(data, depth + 1));
                }
                yield members;
            }
        };
    }
}
