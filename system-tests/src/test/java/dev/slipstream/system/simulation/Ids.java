package dev.slipstream.system.simulation;

import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.Message;
import org.jspecify.annotations.Nullable;

/** The numbers by which payloads of the simulation are told apart. */
public final class Ids {

    private static final String ID = "\"id\":";

    private Ids() {}

    /** The number in a payload; -1 if it has none. */
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

    /** Text that is the same for equal payloads, and for no others. */
    public static String key(Payload payload) {
        return payload instanceof Payload.Binary binary ? binary.hex() : payload.text();
    }

    /** A message on one line, its payload too. */
    public static String text(@Nullable Message message) {
        if (message == null) {
            return "no message";
        }
        return "[" + message.joinRef() + " " + message.ref() + " " + message.topic() + " " + message.event()
                + (message.status() == null ? " " : " " + message.status() + " ") + key(message.payload()) + "]";
    }
}
