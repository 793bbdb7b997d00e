package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.DisconnectReason;
import java.util.List;
import java.util.Map;

/** An effect of {@link WebSocketMachine}: a call to the library or to the listener. */
public sealed interface WebSocketEffect {

    /** Calls the listener: the websocket is open. */
    record NotifyOpened(Map<String, List<String>> headers) implements WebSocketEffect {

        /** Shows only the names, because values may hold secrets. */
        @Override
        public String toString() {
            return "NotifyOpened[headers=" + headers.keySet() + "]";
        }
    }

    record NotifyPinged() implements WebSocketEffect {}

    record NotifyPonged() implements WebSocketEffect {}

    /** Calls the listener: the queue of messages to write has room again. */
    record NotifyWritable() implements WebSocketEffect {}

    /** Calls the listener for the last time. */
    record NotifyEnded(DisconnectReason reason) implements WebSocketEffect {}

    /** Delivers messages that {@link WebSocketMachine#held} returns, until it returns null. */
    record DeliverHeld() implements WebSocketEffect {}

    /** Writes the message that {@link WebSocketMachine#next} returns, and then the other waiting messages. */
    record WriteFrames() implements WebSocketEffect {}

    /** Writes the close frame. Nothing is written after it. */
    record WriteClose(int code, String text) implements WebSocketEffect {}

    record ReadOff() implements WebSocketEffect {}

    record ReadOn() implements WebSocketEffect {}

    /** Cancels the connection attempt or closes TCP at once, and releases the resources of the library. */
    record Cut() implements WebSocketEffect {}
}
