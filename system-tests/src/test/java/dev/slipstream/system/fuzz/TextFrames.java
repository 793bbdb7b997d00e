package dev.slipstream.system.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The serializer decodes or refuses any text exactly as an eager reader does. The eager reader builds the complete
 * value and does not use Jackson.
 *
 * <p>Numbers near the maximum length are not compared, because the two readers count their length differently.
 */
public final class TextFrames implements Target {

    private static final Pattern LONG_NUMBER = Pattern.compile("[-+.eE0-9]{900,}");

    private static final JacksonSerializer OURS = JacksonSerializer.standard();

    @Override
    public void accept(byte[] data) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data))
                    .toString();
        } catch (CharacterCodingException refusedByEachTransport) {
            return;
        }
        if (hasLongNumber(text)) {
            return;
        }
        Message lazy;
        try {
            lazy = OURS.decode(new Frame.Text(text));
        } catch (MalformedFrameException refused) {
            assertThat(refused).hasNoCause();
            assertThat(eager(text))
                    .as("the eager reader's message; the serializer refused the text: " + refused.getMessage())
                    .isNull();
            return;
        }
        EagerMessage eager = eager(text);
        assertThat(eager)
                .as("the eager reader's message; the serializer decoded the text")
                .isNotNull();
        assertThat(lazy.joinRef()).isEqualTo(eager.joinRef());
        assertThat(lazy.ref()).isEqualTo(eager.ref());
        assertThat(lazy.topic()).isEqualTo(eager.topic());
        assertThat(lazy.event()).isEqualTo(eager.event());
        assertThat(lazy.status()).isEqualTo(eager.status());
        assertThat(payload(lazy.payload())).isEqualTo(eager.payload());
    }

    /** Whether the text may have a number that one of the two readers refuses and the other accepts. */
    static boolean hasLongNumber(String text) {
        return LONG_NUMBER.matcher(text).find();
    }

    private static EagerMessage eager(String text) {
        try {
            return EagerMessage.read(text);
        } catch (EagerJson.Refused refused) {
            return null;
        }
    }

    /**
     * Checks that the text of a payload can be sent, unless a string has a lone surrogate or a number is too large for
     * a double. A received payload can be sent like its text, but its numbers are not checked again.
     */
    private static void assertSentUnchangedOrRefused(Payload payload, Json eager) {
        boolean isTooLarge = eager.hasNumberBeyondDouble();
        Payload sent;
        try {
            sent = OURS.raw(payload.text());
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasNoCause();
            if (refused.getMessage().contains("lone surrogate")) {
                assertThat(payload.text()).containsIgnoringCase("\\ud");
                assertThatThrownBy(() -> OURS.encode(payload)).hasMessage(refused.getMessage());
            } else {
                assertThat(refused).hasMessageContaining("too large for a double");
                assertThat(isTooLarge).isTrue();
            }
            return;
        }
        assertThat(isTooLarge).isFalse();
        assertThat(sent).isEqualTo(payload).hasSameHashCodeAs(payload);
        assertThat(OURS.encode(payload)).isSameAs(payload);
    }

    /**
     * Checks that the payload's text is one JSON value, and that the payload can be decoded, measured and printed.
     * Returns the value.
     */
    private static Json payload(Payload payload) {
        assertThat(payload.toString()).isEqualTo("json(" + payload.size() + " bytes)");
        assertThat(payload.size()).isEqualTo(payload.text().getBytes(StandardCharsets.UTF_8).length);
        assertThat(payload.isEmptyObject())
                .isEqualTo(payload.text().replaceAll("\\s", "").equals("{}"));
        assertThat(payload.retainedBytes())
                .as("counted bytes; expected the bytes that the payload retains")
                .isEqualTo(RetainedMemory.textsOf(payload));
        Json eager;
        try {
            eager = EagerJson.read(payload.text());
        } catch (EagerJson.Refused refused) {
            throw new AssertionError("a payload is not JSON", refused);
        }
        assertSentUnchangedOrRefused(payload, eager);
        assertThat(BoundJson.matches(payload.as(JsonNode.class), eager))
                .as("Jackson decodes the payload to the eager reader's value")
                .isTrue();
        if (eager instanceof Json.Members) {
            assertThat(RetainedMemory.keepsKey(payload))
                    .as("the serializer retains a key")
                    .isFalse();
        }
        if (eager instanceof Json.Number number) {
            assertThat(BoundJson.isExact(payload, number))
                    .as("a number becomes an exact long or is refused")
                    .isTrue();
        }
        return eager;
    }
}
