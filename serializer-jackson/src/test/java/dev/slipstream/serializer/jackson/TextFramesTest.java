package dev.slipstream.serializer.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.FrameLimitExceededException;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Frame;
import java.util.SplittableRandom;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TextFramesTest {

    private static final JacksonSerializer SERIALIZER = JacksonSerializer.standard();

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            ["1","2","room:a","hi",{"n":1}]              ; 1 ; 2 ; room:a ; hi ; {"n":1}
            [null,null,"room:a","hi",{}]                 ;   ;   ; room:a ; hi ; {}
            ["1",null,"a","b", [ 1 , 2 ] ]               ; 1 ;   ; a      ; b  ; [ 1 , 2 ]
            ["1","2","a","b","c \\" d"]                  ; 1 ; 2 ; a      ; b  ; "c \\" d"
            ["1","2","a","b", -1.5e3 ]                   ; 1 ; 2 ; a      ; b  ; -1.5e3
            ["1","2","a","b",0]                          ; 1 ; 2 ; a      ; b  ; 0
            ["1","2","a","b",true]                       ; 1 ; 2 ; a      ; b  ; true
            ["1","2","a","b", null]                      ; 1 ; 2 ; a      ; b  ; null
            ["1","2","a","b",{},6,[7],{"8":9},"ten"]     ; 1 ; 2 ; a      ; b  ; {}
            [12,-3,"a","b",{}]                           ;12 ;-3 ; a      ; b  ; {}
            ["1","2","\\u0061\\n\\"","ż🐢",{}]           ; 1 ; 2 ; `a
            "`  ; ż🐢 ; {}
            [null,null,"a","phx_reply",{"status":"ok"}]  ;   ;   ; a      ; phx_reply ; {"status":"ok"}
            """)
    void messageIsReadFromAnArrayOfFiveOrMore(
            String frame, @Nullable String joinRef, @Nullable String ref, String topic, String event, String payload)
            throws Exception {
        Message message = decode(frame);

        assertThat(message).isEqualTo(Message.of(joinRef, ref, topic, event, json(payload)));
        assertThat(message.payload().text()).isEqualTo(payload);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {"status":"ok","response":{"a":[1]}}               ; ok     ; {"a":[1]}
            { "response" : "x" , "status" : "error", "z": [0]} ; error  ; "x"
            {"response":[],"status":"größe x"}                 ; größe x; []
            {"response":null,"status":"queued"}                ; queued ; null
            {"response":12.50,"status":""}                     ; ``     ; 12.50
            {"status":"ok"}                                    ; ok     ; null
            {"status":"ok","status":"error","response":1}      ; error  ; 1
            {"response":{}}                                    ;        ; {"response":{}}
            {"status":null,"response":{}}                      ;        ; {"status":null,"response":{}}
            {"status":{"status":"ok"},"response":{}}           ;        ; {"status":{"status":"ok"},"response":{}}
            {}                                                 ;        ; {}
            ["ok",{}]                                          ;        ; ["ok",{}]
            5                                                  ;        ; 5
            """)
    void replyIsSplitIntoStatusAndResponse(String payload, @Nullable String status, String response) throws Exception {
        Message expected = Message.reply("1", "2", "a", status, json(response));

        Message v2 = decode("[\"1\",\"2\",\"a\",\"phx_reply\"," + payload + "]");
        Message v1 = decode("{\"payload\":" + payload
                + ",\"event\":\"phx_reply\",\"topic\":\"a\",\"ref\":\"2\",\"join_ref\":\"1\"}");

        assertThat(v2).isEqualTo(expected);
        assertThat(v2.payload().text()).isEqualTo(response);
        assertThat(v1).isEqualTo(expected);
        assertThat(v1.payload().text()).isEqualTo(response);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {"topic":"a","event":"b","payload":{"n": 1},"ref":"2"}                      ;   ; 2
            {"ref":null,"payload":{"n": 1},"event":"b","topic":"a"}                     ;   ;
            {"x":[{}],"topic":"a","event":"b","ref":7,"join_ref":"3","payload":{"n": 1}};3 ; 7
            {"topic":"z","topic":"a","event":"b","payload":[],"payload":{"n": 1},"ref":"2"} ; ; 2
            """)
    void version1MessageIsReadFromAnObject(String frame, @Nullable String joinRef, @Nullable String ref)
            throws Exception {
        Message message = decode(frame);

        assertThat(message).isEqualTo(Message.of(joinRef, ref, "a", "b", json("{\"n\":1}")));
        assertThat(message.payload().text()).isEqualTo("{\"n\": 1}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            ``                                 ; an empty text frame
            `  `                               ; an empty text frame
            5                                  ; a text frame of the JSON type number, not array or object
            "secret"                           ; a text frame of the JSON type string, not array or object
            null                               ; a text frame of the JSON type null, not array or object
            []                                 ; an array of 0 elements, not 5
            ["1"]                              ; an array of 1 elements, not 5
            ["1","2"]                          ; an array of 2 elements, not 5
            ["1","2","a"]                      ; an array of 3 elements, not 5
            ["1","2","a","b"]                  ; an array of 4 elements, not 5
            ["1","2",5,"b",{}]                 ; the topic has the JSON type number, not string
            ["1","2",null,"b",{}]              ; the topic has the JSON type null, not string
            ["1","2","a",null,{}]              ; the event has the JSON type null, not string
            ["1","2","a",["b"],{}]             ; the event has the JSON type array, not string
            [1.0,"2","a","b",{}]               ; the join_ref has the JSON type number, not string, integer or null
            ["1",true,"a","b",{}]              ; the ref has the JSON type boolean, not string, integer or null
            ["1",{},"a","b",{}]                ; the ref has the JSON type object, not string, integer or null
            {"event":"b","payload":{},"ref":"2"}            ; an object without topic
            {"topic":"a","payload":{},"ref":"2"}            ; an object without event
            {"topic":"a","event":"b","ref":"2"}             ; an object without payload
            {"topic":"a","event":"b","payload":{}}          ; an object without ref
            {"topic":"a","event":1,"payload":{},"ref":null} ; the event has the JSON type number, not string
            ["1","2","a","b",{}] x             ; a text frame that is not JSON: at char 21
            ["1","2","a","b",{}] 1             ; a text frame has more after its message
            ["1","2","a","b",{}][]             ; a text frame has more after its message
            ["1","2","a","b",{},nope]          ; a text frame that is not JSON: at char 20
            ["1","2","a","b",{"secret":}]      ; a text frame that is not JSON: at char 27
            ["1","2","a","b",{}                ; a text frame that is not JSON: at char 19
            ["1","2","a","b",                  ; a text frame that is not JSON: at char 17
            secret                             ; a text frame that is not JSON: at char 0
            """)
    void frameThatIsNoMessageIsMalformedAndNotQuoted(String frame, String why) {
        assertMalformed(frame).hasMessage(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01",
                "+1",
                ".5",
                "1.",
                "1e",
                "-",
                "NaN",
                "Infinity",
                "0x10",
                "'a'",
                "\"\\x\"",
                "\"\\u12\"",
                "\"a\nb\"",
                "\"a\tb\"",
                "\"a",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1,}",
                "{\"a\"}",
                "{\"a\":1 \"b\":2}",
                "[1,]",
                "[,1]",
                "[1 2]",
                "tru",
                "True",
                "undefined",
                "/* c */ 1",
                "1 // c",
                "# c\n1",
                "{\"a\":[}]",
                "[1}",
                "\u00A01",
                "\uFEFF1"
            })
    void jsonThatOnlyLenientParsersAcceptIsRefused(String payload) {
        assertMalformed("[\"1\",\"2\",\"a\",\"b\"," + payload + "]")
                .hasMessageStartingWith("a text frame that is not JSON");
        assertThatThrownBy(() -> SERIALIZER.raw(payload))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not valid JSON: at char");
    }

    @Test
    void payloadsMayNest1000Deep() throws Exception {
        String push = "[\"1\",\"2\",\"a\",\"b\",%s]";
        String reply = "[\"1\",\"2\",\"a\",\"phx_reply\",{\"status\":\"ok\",\"response\":%s}]";
        String first =
                "{\"topic\":\"a\",\"event\":\"phx_reply\",\"ref\":\"1\",\"payload\":{\"status\":\"ok\",\"response\":%s}}";

        for (String frame : new String[] {push, reply}) {
            assertThat(decode(frame.formatted(nested(1000))).payload().as(Object.class))
                    .asString()
                    .startsWith("[[[");
            assertOverLimit(frame.formatted(nested(1001)));
            assertOverLimit(frame.formatted(nested(100_000)));
        }
        assertOverLimit(push.formatted(nested(1001))).hasMessage("the JSON nests deeper than 1000");
        assertThat(decode(first.formatted(nested(1000))).status()).isEqualTo("ok");
        assertOverLimit(first.formatted(nested(1001)));
        assertOverLimit("[\"1\",\"2\",\"a\",\"b\",{}," + nested(1001) + "]");
    }

    @Test
    void numbersMayHave1000Digits() throws Exception {
        String frame = "[\"1\",\"2\",\"a\",\"b\",{\"n\":%s}]";

        assertThat(decode(frame.formatted("9".repeat(1000))).payload().size()).isEqualTo(1006);
        assertOverLimit(frame.formatted("9".repeat(1001)))
                .hasMessage("the JSON exceeds a limit (depth 1000, digits of a number 1000, chars of a key 50000)");
        assertOverLimit(frame.formatted("0." + "9".repeat(1001)));
        assertOverLimit("[" + "9".repeat(1001) + ",\"2\",\"a\",\"b\",{}]");
    }

    @Test
    void keysMayHave50000Chars() throws Exception {
        String frame = "[\"1\",\"2\",\"a\",\"b\",{\"%s\":1}]";

        assertThat(decode(frame.formatted("k".repeat(50_000))).payload().size()).isEqualTo(50_006);
        assertOverLimit(frame.formatted("k".repeat(50_001))).hasMessageStartingWith("the JSON exceeds a limit");
    }

    /**
     * RFC 8259 allows a lone surrogate in a key, but Jackson does not. A payload with such a key may come from another
     * user, so it must not end the connection.
     */
    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00", "a\\ud800\\u0061", "\\ud800x", "\\ud800\\ud800"})
    void keyWithALoneSurrogateIsOverALimit(String key) {
        assertOverLimit("[\"1\",\"2\",\"a\",\"b\",{\"x\":[{\"" + key + "\":1}]}]")
                .hasMessageStartingWith("the JSON has a lone surrogate in a key, at char ");
    }

    /**
     * Jackson must not limit the length of strings, because the limit on messages already does. The test checks only
     * the setting, because a string above Jackson's default limit of 100 million chars needs too much memory.
     */
    @Test
    void stringMayBeAsLongAsItsFrame() {
        assertThat(StrictJson.FACTORY.streamReadConstraints().getMaxStringLength())
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void longPayloadsAreExtractedExactly() throws Exception {
        for (int length : new int[] {10, 3_990, 8_000, 32_760, 32_768, 40_000, 1_000_000}) {
            String text = "\"" + "ż".repeat(length) + "\"";
            String frame = " [ \"1\" , \"2\",\"a\",\"phx_reply\" , { \"x\" : " + text + " , \"response\" : " + text
                    + " , \"status\":\"ok\"} , 7 ] ";

            assertThat(decode(frame).payload().text()).isEqualTo(text);
            assertThat(decode("[\"1\",\"2\",\"a\",\"b\"," + text + " ] ")
                            .payload()
                            .text())
                    .isEqualTo(text);
        }
    }

    /** If the serializer decodes a damaged frame, frame and payload are valid JSON. */
    @Test
    void damagedFramesAreMalformedOrValidJson() {
        SplittableRandom random = new SplittableRandom(7);
        String frame =
                "[\"1\",\"22\",\"room:ż\",\"phx_reply\",{\"status\":\"ok\",\"response\":{\"a\":[1,-2.5e3,true,null],"
                        + "\"b\":\"x\\n\\u00e9\\ud83d\\udc22\"}}]";
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder damaged = new StringBuilder(frame);
            for (int edits = random.nextInt(1, 3); edits > 0; edits--) {
                int at = random.nextInt(damaged.length());
                switch (random.nextInt(3)) {
                    case 0 -> damaged.deleteCharAt(at);
                    case 1 -> damaged.insert(at, frame.charAt(random.nextInt(frame.length())));
                    default -> damaged.setCharAt(at, frame.charAt(random.nextInt(frame.length())));
                }
            }
            try {
                Message message = decode(damaged.toString());
                Payload whole = received(damaged.toString());
                read++;
                assertThat(received(message.payload().text())).isEqualTo(message.payload());
                assertThat(whole.as(JsonNode.class).size()).isGreaterThanOrEqualTo(5);
            } catch (MalformedFrameException refused) {
                assertThat(refused.getCause()).isNull();
            }
        }
        assertThat(read).isBetween(2_000, 18_000);
    }

    private static Message decode(String frame) throws MalformedFrameException {
        return SERIALIZER.decode(new Frame.Text(frame));
    }

    private static Payload received(String payload) throws MalformedFrameException {
        return decode("[null,null,\"topic\",\"event\"," + payload + "]").payload();
    }

    private static Payload json(String text) {
        return SERIALIZER.raw(text);
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    @Test
    void frameThatIsNoMessageIsNotOverALimit() {
        for (String frame : new String[] {"", "{", "null", "[]", "[null,null,7,\"said\",{}]", "[1,2,3,4,{}]"}) {
            assertMalformed(frame).isExactlyInstanceOf(MalformedFrameException.class);
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertMalformed(String frame) {
        return assertThatThrownBy(() -> decode(frame))
                .isInstanceOf(MalformedFrameException.class)
                .hasNoCause();
    }

    /**
     * Asserts that the serializer refuses the frame because of a limit. Such a frame may be a message, so it does not
     * count towards the ten malformed frames in a row that end the connection.
     */
    private static AbstractThrowableAssert<?, ? extends Throwable> assertOverLimit(String frame) {
        return assertMalformed(frame).isInstanceOf(FrameLimitExceededException.class);
    }
}
