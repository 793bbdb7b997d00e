package dev.slipstream.testkit.server.capture;

import dev.slipstream.core.Payload;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import dev.slipstream.testkit.phoenix.PhoenixInput;

/** Converts an operator's actions, such as a broadcast, to inputs of the model. */
final class Outside {

    private static final String BROADCAST = "POST /ctl/broadcast ";
    private static final String DISCONNECT = "POST /ctl/disconnect ";

    private Outside() {}

    static PhoenixInput input(String action) {
        if (action.startsWith(BROADCAST)) {
            Payload body = JacksonSerializer.standard().raw(action.substring(BROADCAST.length()));
            return new PhoenixInput.Broadcast(
                    text(body, "topic"),
                    text(body, "event"),
                    JacksonSerializer.standard().encode(RecordedApp.member(body, "payload", "")));
        }
        if (action.startsWith(DISCONNECT)) {
            Payload body = JacksonSerializer.standard().raw(action.substring(DISCONNECT.length()));
            return new PhoenixInput.Disconnect("user_socket:" + text(body, "user_id"));
        }
        if (action.equals("the server is stopped gracefully")) {
            return new PhoenixInput.Drain();
        }
        throw new IllegalArgumentException("unknown action: " + action);
    }

    private static String text(Payload body, String name) {
        return (String) RecordedApp.member(body, name, "");
    }
}
