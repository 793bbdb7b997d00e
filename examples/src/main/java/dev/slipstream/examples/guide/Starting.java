package dev.slipstream.examples.guide;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.core.Configuration;
import java.util.List;

/** Starts a client, calls it and closes it. */
final class Starting {

    private Starting() {}

    static int heardAt(String uri) {
        try (RunningClient client =
                Slipstream.start(new Counter(Configuration.of(uri), List.of("rooms:a", "rooms:b")))) {
            int heard = client.call(Counter.HowMany::new);
            client.run(socket -> socket.push("rooms:a", "bye", "for now"));
            return heard;
        }
    }
}
