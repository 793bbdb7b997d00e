package dev.slipstream.system.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

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
 * Any text is read as a message, or refused, as an eager reader does it that builds all of it and knows no Jackson.
 *
 * <p>Where a number is nearly as long as the longest is allowed to be, they count differently, and are not compared.
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
        if (LONG_NUMBER.matcher(text).find()) {
            return;
        }
        Message lazy;
        try {
            lazy = OURS.decode(new Frame.Text(text));
        } catch (MalformedFrameException refused) {
            assertThat(refused).hasNoCause();
            assertThat(eager(text))
                    .as("what the lazy reader refuses: " + refused.getMessage())
                    .isNull();
            return;
        }
        EagerMessage eager = eager(text);
        assertThat(eager).as("what the lazy reader takes").isNotNull();
        assertThat(lazy.joinRef()).isEqualTo(eager.joinRef());
        assertThat(lazy.ref()).isEqualTo(eager.ref());
        assertThat(lazy.topic()).isEqualTo(eager.topic());
        assertThat(lazy.event()).isEqualTo(eager.event());
        assertThat(lazy.status()).isEqualTo(eager.status());
        assertThat(payload(lazy.payload())).isEqualTo(eager.payload());
    }

    private static EagerMessage eager(String text) {
        try {
            return EagerMessage.read(text);
        } catch (EagerJson.Refused refused) {
            return null;
        }
    }

    /** Its text is one value by itself; it can be bound, sized and printed, and is what it says. */
    private static Json payload(Payload payload) {
        assertThat(payload.toString()).isEqualTo("json(" + payload.size() + " bytes)");
        assertThat(payload.size()).isEqualTo(payload.text().getBytes(StandardCharsets.UTF_8).length);
        assertThat(payload.isEmptyObject())
                .isEqualTo(payload.text().replaceAll("\\s", "").equals("{}"));
        assertThat(OURS.raw(payload.text())).isEqualTo(payload).hasSameHashCodeAs(payload);
        assertThat(payload.retainedBytes())
                .as("what a payload keeps of its frame is what is counted")
                .isEqualTo(RetainedMemory.textsOf(payload));
        Json eager;
        try {
            eager = EagerJson.read(payload.text());
        } catch (EagerJson.Refused refused) {
            throw new AssertionError("a payload is no JSON", refused);
        }
        assertThat(BoundJson.isWhatItSays(payload.as(JsonNode.class), eager))
                .as("what Jackson makes of it is what it says")
                .isTrue();
        if (eager instanceof Json.Members) {
            assertThat(RetainedMemory.keepsKey(payload)).as("a key is kept").isFalse();
        }
        if (eager instanceof Json.Number number) {
            assertThat(BoundJson.isExact(payload, number))
                    .as("as a long it is exact or fails")
                    .isTrue();
        }
        return eager;
    }
}
