package dev.slipstream.core.transcript;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Signature;
import dev.slipstream.core.machine.client.Callback;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Handshake;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Formats values for transcripts. The texts are short, show payloads, and are the same in every JVM. */
public final class Printed {

    private Printed() {}

    /** Formats an effect as a line, without the connection of an event or command. */
    public static String effect(Object effect) {
        String line = switch (effect) {
            case Signature.OfEvent(var connection, var event) -> "emit " + of(event);
            case Signature.OfCommand command -> of(command).replaceFirst("OfCommand", "sendCommand");
            case Callback callback -> "callback " + nested(callback);
            case Object other -> of(other);
        };
        return Character.toLowerCase(line.charAt(0)) + line.substring(1);
    }

    public static String of(Object value) {
        return switch (value) {
            case null -> "-";
            case String text -> text.isEmpty() || text.contains(" ") ? '"' + text + '"' : text;
            case Payload.Binary binary -> "#" + binary.hex();
            case Payload.Omitted omitted -> omitted.toString();
            case Payload.Json json -> json.text();
            case Duration span ->
                BigDecimal.valueOf(span.toMillis(), 3).stripTrailingZeros().toPlainString() + "s";
            case Optional<?> optional -> nested(optional.orElse(null));
            case Collection<?> list -> list.stream().map(Printed::of).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> of(entry.getKey()) + "=" + of(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Ref ref -> ref.value();
            case Connection connection -> "#" + connection.number();
            case Message message -> message(message);
            case Handshake handshake -> handshake(handshake);
            case Credentials credentials -> credentials(credentials);
            case Throwable thrown -> thrown.getClass().getSimpleName();
            case Record record -> record(record);
            default -> value.getClass().isHidden() ? "function" : value.toString();
        };
    }

    /** Formats a message as {@code [join_ref ref topic event payload]}. A reply has its status before the payload. */
    private static String message(Message message) {
        String status = message.isReply() ? of(message.status()) + " " : "";
        return "[" + of(message.joinRef()) + " " + of(message.ref()) + " " + of(message.topic()) + " "
                + of(message.event()) + " " + status + of(message.payload()) + "]";
    }

    private static String credentials(Credentials credentials) {
        return "Credentials "
                + credentials.params().stream()
                        .map(param -> of(param.name()) + "=" + of(param.value()))
                        .collect(Collectors.joining(", ", "{", "}"))
                + " " + of(credentials.headers()) + " " + of(credentials.authToken());
    }

    /** Formats the parts of a handshake that the server receives, without timeouts and limits. */
    private static String handshake(Handshake handshake) {
        return handshake.uri().text()
                + (handshake.headers().isEmpty() ? "" : " " + of(handshake.headers()))
                + (handshake.subprotocols().isEmpty() ? "" : " offering " + of(handshake.subprotocols()));
    }

    private static String record(Record record) {
        return record.getClass().getSimpleName()
                + Arrays.stream(record.getClass().getRecordComponents())
                        .map(component -> " " + nested(component(component, record)))
                        .collect(Collectors.joining());
    }

    /** Formats a nested record, in parentheses if it has components. */
    private static String nested(Object value) {
        String text = of(value);
        return value instanceof Record && !isWhole(value) && text.contains(" ") ? "(" + text + ")" : text;
    }

    private static boolean isWhole(Object value) {
        return value instanceof Message || value instanceof Payload || value instanceof Handshake;
    }

    private static Object component(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
