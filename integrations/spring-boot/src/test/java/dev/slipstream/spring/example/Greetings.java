package dev.slipstream.spring.example;

import dev.slipstream.channels.Channel;
import dev.slipstream.spring.ChannelListener;
import java.util.Map;

/** Answers each shout with a greeting. */
class Greetings {

    record Shout(String text) {}

    @ChannelListener(topic = "rooms:*", event = "shout")
    void greet(Shout shout, Channel room) {
        room.pushAndForget("greet", Map.of("text", "hello to " + shout.text()));
    }
}
