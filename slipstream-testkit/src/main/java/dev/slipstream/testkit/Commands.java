package dev.slipstream.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Command;
import dev.slipstream.core.Payload;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.util.Map;
import org.assertj.core.api.ThrowingConsumer;

/**
 * What a command should be, for {@code assertThat(socket.commands()).satisfiesExactly(...)}.
 *
 * <p>Refs and timeouts are not compared; payloads are, by JSON value.
 */
public final class Commands {

    private static final JacksonSerializer JSON = JacksonSerializer.standard();

    private Commands() {}

    /** A connect to this address: scheme, host, port and path, with the query if it was configured there. */
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

    /** A push, or the push of a request. */
    public static ThrowingConsumer<Command> push(String topic, String event, Object payload) {
        return command -> assertThat(command).isInstanceOfSatisfying(Command.PushMessage.class, push -> {
            assertThat(push.topic()).as("topic").isEqualTo(topic);
            assertThat(push.event()).as("event").isEqualTo(event);
            assertSame(push.payload(), payload);
        });
    }

    /** A payload prints its size alone; in a test its text is what one wants to see. */
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
