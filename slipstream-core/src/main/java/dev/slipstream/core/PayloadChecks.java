package dev.slipstream.core;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Refuses values that were passed as a payload or as join params by mistake, such as a timeout. Without these checks, a
 * JSON library would encode many of these values, and the server would receive them.
 */
public final class PayloadChecks {

    private PayloadChecks() {}

    /**
     * Checks the params of a join.
     *
     * @param call {@code joinWith} or {@code channelWith}: the method that takes {@link JoinOptions}. The exception's
     *     message names this method
     * @throws IllegalArgumentException if the value cannot be params; the message names its kind and the remedy
     */
    public static void params(String topic, @Nullable Object value, String call) {
        if (value == null) {
            String plain = call.substring(0, call.length() - "With".length());
            throw new IllegalArgumentException("cannot join " + LogSafe.of(topic)
                    + " with null as params: join/3 gets an object; call " + plain + "(topic) to send {}");
        }
        String kind = kind(value);
        if (kind != null) {
            throw new IllegalArgumentException(
                    "cannot join " + LogSafe.of(topic) + " with a " + kind + " as params; " + remedy(kind, call));
        }
    }

    private static String remedy(String kind, String call) {
        String options = "call " + call + "(topic, JoinOptions.builder()";
        return switch (kind) {
            case "PushBuffer" -> options + ".params(...).buffer(buffer).build())";
            case "JoinOptions" -> "call " + call + "(topic, options)";
            case "JoinParams" -> options + ".paramsSupplier(supplier).build())";
            case "CompletionStage", "Future", "Supplier" ->
                "pass its value, or " + options + ".paramsSupplier(attempt -> stage).build())";
            case "Duration" -> "pass a map or a record, and set a timeout with Configuration.joinTimeout";
            default -> "pass a map or a record";
        };
    }

    /**
     * Checks the payload of a push or a request.
     *
     * @throws IllegalArgumentException if the value cannot be a payload; the message names its kind and the remedy
     */
    public static void payload(String event, @Nullable Object value) {
        String kind = kind(value);
        if (kind != null) {
            String remedy = switch (kind) {
                case "CompletionStage", "Future", "Supplier" -> "pass its value";
                case "Configuration", "Credentials" -> "pass a map or a record";
                default -> "pass the payload, such as Map.of(), before the " + kind;
            };
            throw new IllegalArgumentException(
                    "cannot use a " + kind + " as payload of " + LogSafe.of(event) + "; " + remedy);
        }
    }

    /** The kind of a value that was passed as a payload by mistake; null if the value may be a payload. */
    private static @Nullable String kind(@Nullable Object value) {
        if (value instanceof Map || value instanceof Payload) { // most values, so they are checked first
            return null;
        }
        String ours = kindOfOurs(value);
        if (ours != null || value instanceof Record) { // a record is data, even if it is also a Supplier or a Future
            return ours;
        }
        if (value instanceof CompletionStage) {
            return "CompletionStage";
        }
        if (value instanceof Future) {
            return "Future";
        }
        return value instanceof Supplier ? "Supplier" : null;
    }

    /**
     * The kind of a value that is an argument for another parameter, such as a {@link Duration} for a timeout; null for
     * all other values. A chain of conditions is faster here than a switch.
     */
    private static @Nullable String kindOfOurs(@Nullable Object value) {
        if (value instanceof Duration) {
            return "Duration";
        }
        if (value instanceof Class) {
            return "Class";
        }
        if (value instanceof TypeRef) {
            return "TypeRef";
        }
        if (value instanceof ReplyHandler) {
            return "ReplyHandler";
        }
        if (value instanceof PushBuffer) {
            return "PushBuffer";
        }
        if (value instanceof JoinParams) {
            return "JoinParams";
        }
        if (value instanceof JoinOptions) {
            return "JoinOptions";
        }
        if (value instanceof Configuration) {
            return "Configuration";
        }
        return value instanceof Credentials ? "Credentials" : null;
    }
}
