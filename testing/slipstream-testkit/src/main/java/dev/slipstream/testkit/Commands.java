package dev.slipstream.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Command;
import dev.slipstream.core.Payload;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.util.Map;
import org.assertj.core.api.ThrowingConsumer;

/**
 * Assertions on commands, for {@code assertThat(socket.commands()).satisfiesExactly(...)}.
 *
 * <p>Payloads are compared by JSON value. Refs and timeouts are not compared.
 */
public final class Commands {

    private static final JacksonSerializer JSON = JacksonSerializer.standard();

    private Commands() {}

    /** A connect to this URI. It must equal the configured URI, including the query. */
    public static ThrowingConsumer<Command> connect(String uri) {
        return command -> assertThat(command)
                .isInstanceOfSatisfying(
                        Command.OpenConnection.class,
                        open -> assertThat(open.configuration().uri()).hasToString(uri));
    }

    /** A disconnect. */
    public static ThrowingConsumer<Command> disconnect() {
        return command -> assertThat(command).isInstanceOf(Command.CloseConnection.class);
    }

    /** A join without params. */
    public static ThrowingConsumer<Command> join(String topic) {
        return join(topic, Map.of());
    }

    /** A join with these params. */
    public static ThrowingConsumer<Command> join(String topic, Object params) {
        return command -> assertThat(command).isInstanceOfSatisfying(Command.JoinTopic.class, join -> {
            assertThat(join.topic()).as("topic").isEqualTo(topic);
            assertSame(join.params(), params);
        });
    }

    /** A leave. */
    public static ThrowingConsumer<Command> leave(String topic) {
        return command -> assertThat(command)
                .isInstanceOfSatisfying(
                        Command.LeaveTopic.class,
                        leave -> assertThat(leave.topic()).as("topic").isEqualTo(topic));
    }

    /** A push of this event with this payload. A request is a push, too. */
    public static ThrowingConsumer<Command> push(String topic, String event, Object payload) {
        return command -> assertThat(command).isInstanceOfSatisfying(Command.PushMessage.class, push -> {
            assertThat(push.topic()).as("topic").isEqualTo(topic);
            assertThat(push.event()).as("event").isEqualTo(event);
            assertSame(push.payload(), payload);
        });
    }

    /** Compares payloads. A failure shows their text, because {@code toString} shows only the size. */
    private static void assertSame(Payload actual, Object expected) {
        Payload wanted = JSON.encode(expected);
        if (!actual.equals(wanted)) {
            assertThat(printed(actual)).as("payload").isEqualTo(printed(wanted));
        }
    }

    private static String printed(Payload payload) {
        return switch (payload) {
            case Payload.Json json -> json.text();
            case Payload.Binary binary -> "binary " + binary.hex();
            case Payload.Omitted omitted -> omitted.toString();
        };
    }
}
