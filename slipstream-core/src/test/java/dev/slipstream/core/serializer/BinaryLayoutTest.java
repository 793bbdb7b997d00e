package dev.slipstream.core.serializer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Payload;
import dev.slipstream.core.PlainEncoder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryLayoutTest {

    private static final Payload DATA = Payload.binary(new byte[] {1, 2, 3});

    @ParameterizedTest(name = "{0}")
    @CsvSource({ // frames of real clients and servers
        "000101060231326563686f3a61676fdead, 1, 2, echo:a, go, dead",
        "000101060231326563686f3a61676f, 1, 2, echo:a, go, ''",
        "0001000602316563686f3a61676f01, 1, , echo:a, go, 01",
        "0000010602326563686f3a61676f01, , 2, echo:a, go, 01",
        "000101060031326563686f3a6101, 1, 2, echo:a, '', 01",
        "000101110331326563686f3ac5bcc3b3c582772df09f90a2c3a761010203, 1, 2, echo:żółw-🐢, ça, 010203"
    })
    void pushOfAClientHasItsLayoutBothWays(
            String hex, @Nullable String joinRef, @Nullable String ref, String topic, String event, String data)
            throws Exception {
        Message push = Message.of(joinRef, ref, topic, event, Payload.binary(bytes(data)));

        assertThat(hex(BinaryLayout.encodeFromClient(push))).isEqualTo(hex);
        assertThat(BinaryLayout.decodeFromClient(bytes(hex))).isEqualTo(push);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({ // frames of real servers, except the last four
        "00010606316563686f3a6162696e6172790001, 1, , echo:a, binary, , 0001",
        "00010606316563686f3a6162696e617279, 1, , echo:a, binary, , ''",
        "010101060231326563686f3a616f6bdead, 1, 2, echo:a, phx_reply, ok, dead",
        "01010103063134783a6171756575656407, 1, 4, x:a, phx_reply, queued, 07",
        "0101000602316563686f3a616f6b01, 1, , echo:a, phx_reply, ok, 01",
        "020c05726f6f6d3a6361702d62696e73686f7574cafe, , , room:cap-bin, shout, , cafe",
        "0100010102326f6f6b, , 2, o, phx_reply, ok, ''",
        "010101010031326f07, 1, 2, o, phx_reply, , 07",
        "02000007, , , '', '', , 07",
        "020000, , , '', '', , ''"
    })
    void frameOfAServerHasItsLayoutBothWays(
            String hex,
            @Nullable String joinRef,
            @Nullable String ref,
            String topic,
            String event,
            @Nullable String status,
            String data)
            throws Exception {
        Message message = new Message(joinRef, ref, topic, event, Payload.binary(bytes(data)), status);

        assertThat(hex(BinaryLayout.encodeFromServer(message))).isEqualTo(hex);
        assertThat(BinaryLayout.decodeFromServer(bytes(hex))).isEqualTo(message);
    }

    @Test
    void serverPushWithoutJoinRefIsDecoded() throws Exception {
        assertThat(BinaryLayout.decodeFromServer(bytes("0000010161620a")))
                .isEqualTo(Message.of(null, null, "a", "b", Payload.binary(new byte[] {10})));
    }

    @Test
    void namesMayHave255Bytes() throws Exception {
        String longest = "ż".repeat(127) + "x";
        Message push = Message.of(longest, longest, longest, longest, DATA);
        Message reply = Message.reply(longest, longest, longest, longest, DATA);
        Message broadcast = Message.of(null, null, longest, longest, DATA);

        assertThat(BinaryLayout.decodeFromClient(BinaryLayout.encodeFromClient(push)))
                .isEqualTo(push);
        assertThat(BinaryLayout.decodeFromServer(BinaryLayout.encodeFromServer(reply)))
                .isEqualTo(reply);
        assertThat(BinaryLayout.decodeFromServer(BinaryLayout.encodeFromServer(broadcast)))
                .isEqualTo(broadcast);

        String tooLong = "ż".repeat(128);
        String why = " in a binary frame: it has 256 bytes of UTF-8, and at most 255 are allowed";
        refusedFromClient(Message.of(tooLong, "2", "t", "e", DATA), "cannot encode the join_ref" + why);
        refusedFromClient(Message.of("1", tooLong, "t", "e", DATA), "cannot encode the ref" + why);
        refusedFromClient(Message.of("1", "2", tooLong, "e", DATA), "cannot encode the topic" + why);
        refusedFromClient(Message.of("1", "2", "t", tooLong, DATA), "cannot encode the event" + why);
        refusedFromServer(Message.of(tooLong, null, "t", "e", DATA), "cannot encode the join_ref" + why);
        refusedFromServer(Message.of(null, null, "t", tooLong, DATA), "cannot encode the event" + why);
        refusedFromServer(Message.reply("1", tooLong, "t", "ok", DATA), "cannot encode the ref" + why);
        refusedFromServer(Message.reply("1", "2", tooLong, "ok", DATA), "cannot encode the topic" + why);
        refusedFromServer(Message.reply("1", "2", "t", tooLong, DATA), "cannot encode the status" + why);
    }

    @Test
    void unencodableMessagesAreRejected() {
        refusedFromClient(
                Message.of("1", "2", "a\uD800b", "e", DATA),
                "cannot encode the topic in a binary frame: it has a lone surrogate, which UTF-8 cannot represent");
        refusedFromClient(
                Message.reply("1", "2", "t", "ok", DATA),
                "cannot encode a reply with a status: a client sends no replies");
        refusedFromServer(
                Message.of("1", "2", "t", "e", DATA),
                "cannot encode a server's binary push with a ref: its layout has no field for one");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "'', an empty binary frame",
        "03010103, a binary frame of the unknown kind 3",
        "ff010103, a binary frame of the unknown kind 255",
        "000101, 'a binary frame of 3 bytes is shorter than its head of 4 bytes'",
        "0201, 'a binary frame of 2 bytes is shorter than its head of 3 bytes'",
        "01010101, 'a binary frame of 4 bytes is shorter than its head of 5 bytes'",
        "02ff0061, 'a binary frame of 4 bytes ends inside its topic of 255 bytes'",
        "01010101023132616f, 'a binary frame of 9 bytes ends inside its status of 2 bytes'",
        "000102013161ff65, a binary frame whose topic is not UTF-8",
        "0001030131eda08065, a binary frame whose topic is not UTF-8",
        "00020101c0806165, a binary frame whose join_ref is not UTF-8",
        "020001efbf, a binary frame whose event is not UTF-8"
    })
    void invalidFrameOfServerIsMalformed(String hex, String why) {
        assertThatThrownBy(() -> BinaryLayout.decodeFromServer(bytes(hex)))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage(why);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "'', an empty binary frame",
        "0101010102, 'a binary frame of kind 1, which no client sends'",
        "020101, 'a binary frame of kind 2, which no client sends'",
        "00010101, 'a binary frame of 4 bytes is shorter than its head of 5 bytes'",
        "00010101023132616f, 'a binary frame of 9 bytes ends inside its event of 2 bytes'",
        "0001010101313261ff, a binary frame whose event is not UTF-8"
    })
    void invalidPushOfClientIsMalformed(String hex, String why) {
        assertThatThrownBy(() -> BinaryLayout.decodeFromClient(bytes(hex)))
                .isInstanceOf(MalformedFrameException.class)
                .hasMessage(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFFFD", "a\uFFFDb", "\uFEFFa", "\u0000", "\u2028"})
    void namesOfUnusualCharactersAreKept(String name) throws Exception {
        Message push = Message.of("1", "2", name, name, DATA);

        assertThat(BinaryLayout.decodeFromClient(BinaryLayout.encodeFromClient(push)))
                .isEqualTo(push);
    }

    @Test
    void randomFramesAreMalformedOrEncodeToThemselves() {
        SplittableRandom random = new SplittableRandom(42);
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] frame = new byte[random.nextInt(24)];
            for (int i = 0; i < frame.length; i++) {
                frame[i] = (byte) (i < 5 ? random.nextInt(6) : random.nextInt(32, 134));
            }
            try {
                Message message = BinaryLayout.decodeFromServer(frame);
                read++;
                byte[] again = BinaryLayout.encodeFromServer(message);
                // Two kinds of frames change when they are decoded and encoded again, but keep their meaning: a push
                // without join_ref becomes a broadcast, and a reply with neither ref nor status becomes a push.
                boolean twin = frame[0] == 0 && message.joinRef() == null
                        || frame[0] == 1 && message.ref() == null && message.status() == null;
                assertThat(Arrays.equals(again, frame)).isNotEqualTo(twin);
                assertThat(BinaryLayout.decodeFromServer(again)).isEqualTo(message);
            } catch (MalformedFrameException refused) {
                assertThat(refused).hasMessageStartingWith("a");
            }
        }
        assertThat(read).isBetween(1_000, 19_000);
    }

    @Test
    void jsonCannotBeEncodedInBinaryFrame() {
        refusedFromClient(
                Message.of("1", "2", "t", "e", PlainEncoder.json("{}")),
                "cannot encode json(2 bytes) in a binary frame: the payload must be binary");
    }

    @Test
    void framesCopyTheirBytes() throws Exception {
        byte[] frame = BinaryLayout.encodeFromClient(Message.of("1", "2", "t", "e", DATA));
        Message message = BinaryLayout.decodeFromClient(frame);
        Arrays.fill(frame, (byte) 'x');

        assertThat(message).isEqualTo(Message.of("1", "2", "t", "e", DATA));
        assertThat(message.topic().getBytes(UTF_8)).containsExactly('t');
    }

    private static void refusedFromClient(Message message, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BinaryLayout.encodeFromClient(message))
                .withMessage(why);
    }

    private static void refusedFromServer(Message message, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BinaryLayout.encodeFromServer(message))
                .withMessage(why);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
