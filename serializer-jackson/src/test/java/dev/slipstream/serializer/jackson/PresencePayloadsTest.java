package dev.slipstream.serializer.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Payload;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.TypeRef;
import dev.slipstream.core.presence.PresenceEntry;
import dev.slipstream.core.presence.PresenceUpdate;
import dev.slipstream.core.presence.Presences;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.transport.Frame;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** A presence keeps parts of a frame. The serializer that decoded the frame also decodes and compares its parts. */
class PresencePayloadsTest {

    record Device(String phxRef, String device) {}

    record User(String name) {}

    record Extras(User user) {}

    private static final TypeRef<Map<String, Object>> MAP = new TypeRef<>() {};

    private static final JacksonSerializer SNAKES = JacksonSerializer.of(JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build());

    private static final String ANN =
            "{\"ann\":{\"metas\":[{\"phx_ref\":\"1\",\"device\":\"web\"}],\"user\":{\"name\":\"Ann\"}}}";

    @Test
    void partsAreDecodedBySerializerOfFrame() throws Exception {
        PresenceEntry ann = state(SNAKES, ANN).presences().find("ann").orElseThrow();

        assertThat(ann.metas().getFirst().payload().as(Device.class)).isEqualTo(new Device("1", "web"));
        assertThat(ann.extra("user").orElseThrow().as(User.class)).isEqualTo(new User("Ann"));
        assertThat(ann.extras().as(Extras.class)).isEqualTo(new Extras(new User("Ann")));
        assertThat(ann.extras().as(new TypeRef<Map<String, User>>() {})).isEqualTo(Map.of("user", new User("Ann")));
        assertThatThrownBy(() -> ann.metas().getFirst().payload().as(Integer.class))
                .isInstanceOf(PayloadMismatchException.class);
    }

    @Test
    void decodedValuesAreCopies() throws Exception {
        PresenceEntry ann = state(SNAKES, ANN).presences().find("ann").orElseThrow();
        Map<String, Object> extras = ann.extras().as(MAP);

        extras.clear();

        assertThat(ann.extras().as(Extras.class)).isEqualTo(new Extras(new User("Ann")));
    }

    /** Two JSON texts that spell the same value differently are equal. */
    @ParameterizedTest
    @Tag("presence-P21")
    @ValueSource(
            strings = {
                "{\"ann\":{\"user\" : {\"n\":1.0,\"a\":[]},\"metas\":[{\"x\":\"\\u0061\",\"phx_ref\":\"1\"}]}}",
                " { \"ann\" : { \"metas\" : [ { \"phx_ref\":\"\\u0031\", \"x\":\"a\" } ], \"user\":{\"a\":[ ],\"n\":1e0} } } ",
                "{\"ann\":{\"m\\u0065tas\":[{\"phx_ref\":\"0\",\"x\":\"b\",\"x\":\"a\",\"phx_ref\":\"1\"}],\"user\":{\"a\":[],\"n\":1}}}"
            })
    void equalValuesAreNoChange(String respelled) throws Exception {
        Presences view = state(
                        JacksonSerializer.standard(),
                        "{\"ann\":{\"metas\":[{\"phx_ref\":\"1\",\"x\":\"a\"}],\"user\":{\"a\":[],\"n\":1}}}")
                .presences();

        PresenceUpdate again = view.applyState(payload(JacksonSerializer.standard(), respelled));

        assertThat(again.synced()).isTrue();
        assertThat(again.changes()).isEmpty();
        assertThat(again.presences().find("ann").orElseThrow())
                .isSameAs(view.find("ann").orElseThrow());
    }

    @Test
    void partsDoNotRetainTheirFrame() throws Exception {
        String large = "x".repeat(100_000);
        String json =
                "{\"ann\":{\"metas\":[{\"phx_ref\":\"1\"}],\"a\":1},\"bob\":{\"metas\":[{\"phx_ref\":\"1\",\"x\":\""
                        + large + "\"}]}}";

        PresenceEntry ann = state(JacksonSerializer.standard(), json)
                .presences()
                .find("ann")
                .orElseThrow();

        assertThat(ann.metas().getFirst().payload().retainedBytes()).isLessThan(100);
        assertThat(ann.extras().retainedBytes()).isLessThan(100);
    }

    @Test
    void payloadWithNewTextIsCheckedAndKeepsTheMapper() throws Exception {
        Payload.Json payload = (Payload.Json) payload(SNAKES, ANN);

        assertThat(payload.withText("{\"phx_ref\":\"2\",\"device\":\"tel\"}").as(Device.class))
                .isEqualTo(new Device("2", "tel"));
        assertThatThrownBy(() -> payload.withText("{} {}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not valid JSON: ");
        assertThatThrownBy(() -> payload.withText("[".repeat(2_000) + "]".repeat(2_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1000");
    }

    /** If the serializer accepts a frame, {@link Presences} does not throw, whatever JSON the frame holds. */
    @Test
    @Tag("presence-P25")
    void randomFramesNeverThrow() {
        Random random = new Random(21);
        int accepted = 0;
        for (int run = 0; run < 20_000; run++) {
            Presences view = Presences.of("rooms:1").joined();
            view = view.applyState(JacksonSerializer.standard().raw(ANN)).presences();
            for (int step = 0; step < 2; step++) {
                try {
                    Payload payload = payload(JacksonSerializer.standard(), mutated(random));
                    accepted++;
                    view = random.nextBoolean()
                            ? view.applyState(payload).presences()
                            : view.applyDiff(payload).presences();
                } catch (MalformedFrameException rejected) {
                    // the serializer drops such a frame
                }
            }
            view.list().forEach(entry -> {
                assertThat(entry.extras().as(MAP)).doesNotContainKey("metas");
                entry.metas()
                        .forEach(meta -> assertThat(meta.payload().as(MAP).get("phx_ref"))
                                .isEqualTo(meta.ref()));
            });
        }
        assertThat(accepted).isGreaterThan(5_000);
    }

    private static final String[] SEEDS = {
        ANN,
        "{\"joins\":" + ANN + ",\"leaves\":{\"ann\":{\"metas\":[{\"phx_ref\":\"1\"}]}}}",
        "{\"ann\":{\"metas\":[{\"phx_ref\":\"1\",\"device\":[1e5,-0.0,\"\\ud83d\\ude00\\n\",null]}],\"user\":{\"name\":[[]]}}}"
    };

    private static final String[] PARTS = {
        "{}",
        "[]",
        "null",
        "1e999",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\\",
        "\"",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "1",
        " ",
        "metas",
        "\"metas\":[],",
        "\"phx_ref\":\"\\u0031\"",
        "-0",
        "1.50"
    };

    private static String mutated(Random random) {
        StringBuilder json = new StringBuilder(SEEDS[random.nextInt(SEEDS.length)]);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(json.length());
            String part = PARTS[random.nextInt(PARTS.length)];
            if (random.nextBoolean()) {
                json.insert(at, part);
            } else {
                json.replace(at, Math.min(at + part.length(), json.length()), part);
            }
        }
        return json.toString();
    }

    private static PresenceUpdate state(JacksonSerializer serializer, String json) throws MalformedFrameException {
        return Presences.of("rooms:1").applyState(payload(serializer, json));
    }

    private static Payload payload(JacksonSerializer serializer, String json) throws MalformedFrameException {
        return serializer
                .decode(new Frame.Text("[null,null,\"rooms:1\",\"presence_state\"," + json + "]"))
                .payload();
    }
}
