package dev.slipstream.system.simulation;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.Message;
import org.jspecify.annotations.Nullable;

/** Reads the numbers that identify payloads of the simulation, and formats messages. */
public final class PayloadIds {

    private static final String ID = "\"id\":";

    private PayloadIds() {}

    /** Returns the number in a payload, or -1 if it has none. */
    public static int of(Payload payload) {
        if (payload instanceof Payload.Binary binary) {
            return binary.size() == 4 ? java.nio.ByteBuffer.wrap(binary.bytes()).getInt() : -1;
        }
        String text = payload.text();
        int at = text.indexOf(ID);
        if (at < 0) {
            return -1;
        }
        int start = at + ID.length();
        int end = start;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return Integer.parseInt(text, start, end, 10);
    }

    /** Returns a text that is equal for equal payloads and different for different payloads. */
    public static String key(Payload payload) {
        return payload instanceof Payload.Binary binary ? binary.hex() : payload.text();
    }

    /** Formats a message and its payload on one line. */
    public static String text(@Nullable Message message) {
        if (message == null) {
            return "no message";
        }
        return "[" + message.joinRef() + " " + message.ref() + " " + message.topic() + " " + message.event()
                + (message.status() == null ? " " : " " + message.status() + " ") + key(message.payload()) + "]";
    }
}
