package dev.slipstream.core.state;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Event;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.PayloadChecks;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.PushBuffer;
import dev.slipstream.core.ReplyHandler;
import dev.slipstream.core.Socket;
import dev.slipstream.core.TypeRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Params and payloads have the type {@code Object}, so the compiler accepts any argument in their place. Arguments that
 * are probably mistakes are refused at run time.
 */
class WrongArgumentsTest {

    private static final Configuration CONFIGURATION = Configuration.of("ws://localhost/socket/websocket");
    private static final String BUILDER = "joinWith(topic, JoinOptions.builder()";
    private static final String BEFORE = "pass the payload, such as Map.of(), before the ";
    private static final String DATA = "pass a map or a record";
    private static final String STAGE =
            "pass its value, or call " + BUILDER + ".paramsSupplier(attempt -> stage).build())";

    private final Socket joined = joined();

    private static Socket joined() {
        LiveSocket fresh =
                LiveSocket.of(new CallbackScope("client", PlainEncoder.INSTANCE), SocketState.initial(), Assigns.EMPTY);
        SocketState asked =
                LiveSocket.from(fresh.connect(CONFIGURATION).join("a")).state();
        Connection connection = Connection.numbered(1);
        return fresh.with(asked.applyEvent(connection, new Event.ChannelConnected())
                .applyEvent(connection, new Event.TopicJoinSucceeded("a", PlainEncoder.json("{}"))));
    }

    /** A record has components, so it is accepted as data, whatever interfaces it implements. */
    private record Token(String text) implements Supplier<String> {

        @Override
        public String get() {
            return text;
        }
    }

    static Stream<Arguments> mistakes() {
        JoinParams params = attempt -> CompletableFuture.completedFuture(Map.of());
        ReplyHandler handler = (reply, socket) -> socket;
        Supplier<Map<String, String>> supplier = Map::of;
        return Stream.of(
                Arguments.of(
                        "PushBuffer",
                        PushBuffer.of(3),
                        "call " + BUILDER + ".params(...).buffer(buffer).build())",
                        BEFORE + "PushBuffer"),
                Arguments.of(
                        "JoinParams",
                        params,
                        "call " + BUILDER + ".paramsSupplier(supplier).build())",
                        BEFORE + "JoinParams"),
                Arguments.of(
                        "JoinOptions",
                        JoinOptions.builder().build(),
                        "call joinWith(topic, options)",
                        BEFORE + "JoinOptions"),
                Arguments.of(
                        "Duration",
                        Duration.ofSeconds(1),
                        DATA + ", and set a timeout with Configuration.joinTimeout",
                        BEFORE + "Duration"),
                Arguments.of("Class", String.class, DATA, BEFORE + "Class"),
                Arguments.of("TypeRef", new TypeRef<List<String>>() {}, DATA, BEFORE + "TypeRef"),
                Arguments.of("ReplyHandler", handler, DATA, BEFORE + "ReplyHandler"),
                Arguments.of("Configuration", CONFIGURATION, DATA, DATA),
                Arguments.of("Credentials", Credentials.none(), DATA, DATA),
                Arguments.of("CompletionStage", new CompletableFuture<>(), STAGE, "pass its value"),
                Arguments.of("Future", new FutureTask<>(Map::of), STAGE, "pass its value"),
                Arguments.of("Supplier", supplier, STAGE, "pass its value"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void mistakesAreRefusedAsParams(String kind, Object mistake, String remedy) {
        for (ThrowingCallable join : List.<ThrowingCallable>of(
                () -> joined.join("b", mistake),
                () -> joined.join("a", mistake),
                () -> joined.rejoin("a", mistake),
                () -> joined.leave("a").rejoin("a", mistake),
                () -> joined.joinWith("b", JoinOptions.builder().params(mistake).build()))) {
            assertThatThrownBy(join)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("cannot join [ab] with a " + kind + " as params; \\Q" + remedy + "\\E");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void mistakesAreRefusedAsPayloads(String kind, Object mistake, String unused, String remedy) {
        for (ThrowingCallable push : List.<ThrowingCallable>of(
                () -> joined.push("a", "shout", mistake),
                () -> joined.request("a", "shout", mistake, "tag"),
                () -> joined.request("a", "shout", mistake, (reply, socket) -> socket))) {
            assertThatThrownBy(push)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("cannot use a " + kind + " as payload of shout; " + remedy);
        }
    }

    @Test
    void dataIsAccepted() {
        for (Object data : List.of(Map.of(), List.of(), "text", 1, new Token("t"), new byte[1])) {
            assertThatCode(() -> PayloadChecks.payload("shout", data)).doesNotThrowAnyException();
            assertThatCode(() -> PayloadChecks.params("a", data, "joinWith")).doesNotThrowAnyException();
        }
        assertThatCode(() -> PayloadChecks.payload("shout", null)).doesNotThrowAnyException();
    }
}
