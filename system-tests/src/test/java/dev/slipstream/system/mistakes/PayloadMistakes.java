package dev.slipstream.system.mistakes;

import com.google.gson.JsonObject;
import dev.slipstream.core.Socket;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import dev.slipstream.testkit.Sockets;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import kotlin.Pair;
import org.jspecify.annotations.Nullable;

/** Mistakes with payloads. */
final class PayloadMistakes {

    private static final String TOPIC = "rooms:lobby";

    private PayloadMistakes() {}

    /** A payload whose encoding fails. */
    static final class Broken {

        public String getName() {
            throw new IllegalStateException("there is no name");
        }
    }

    static List<Mistake> all() {
        return List.of(
                encoded("A payload that cannot be encoded", new Broken()),
                encoded("A number that JSON does not have", Map.of("price", Double.NaN)),
                encoded("A number that is too large for Phoenix", Map.of("price", new BigDecimal("1e400"))),
                encoded("Half of a character in a string", Map.of("text", "\ud83d")),
                encoded("A JSON tree of another library as payload", new JsonObject()),
                decoded("A JSON tree of another library as the type to decode", JsonObject.class),
                decoded("A Kotlin data class without the Kotlin module of Jackson", Pair.class));
    }

    private static Mistake encoded(String title, @Nullable Object payload) {
        return Mistake.thrown(title, () -> {
            Socket pushed = Sockets.joined(TOPIC).push(TOPIC, "shout", payload);
            throw new AssertionError("nothing was thrown: " + pushed);
        });
    }

    private static Mistake decoded(String title, Class<?> type) {
        return Mistake.thrown(title, () -> {
            Object decoded =
                    JacksonSerializer.standard().raw("{\"text\":\"hello\"}").as(type);
            throw new AssertionError("nothing was thrown: " + decoded);
        });
    }
}
