package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.DisconnectReason;
import java.util.List;
import java.util.Map;

/** An effect of {@link WebSocketMachine}: a call of the library or of the listener. */
public sealed interface WebSocketEffect {

    /** Calls the listener: the websocket is open. */
    record NotifyOpened(Map<String, List<String>> headers) implements WebSocketEffect {

        /** Names alone, because values may hold secrets. */
        @Override
        public String toString() {
            return "NotifyOpened[headers=" + headers.keySet() + "]";
        }
    }

    record NotifyPinged() implements WebSocketEffect {}

    record NotifyPonged() implements WebSocketEffect {}

    /** Calls the listener for the last time. */
    record NotifyEnded(DisconnectReason reason) implements WebSocketEffect {}

    /** Delivers the messages of {@link WebSocketMachine#held} until it returns null. */
    record DeliverHeld() implements WebSocketEffect {}

    /** Writes the messages of {@link WebSocketMachine#next}. */
    record WriteFrames() implements WebSocketEffect {}

    /** Writes the close frame. Nothing is written after it. */
    record WriteClose(int code, String text) implements WebSocketEffect {}

    record ReadOff() implements WebSocketEffect {}

    record ReadOn() implements WebSocketEffect {}

    /** Cancels the attempt or ends TCP at once, and releases what the library holds. */
    record Cut() implements WebSocketEffect {}
}
