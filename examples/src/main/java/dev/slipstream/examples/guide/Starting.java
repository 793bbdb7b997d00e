package dev.slipstream.examples.guide;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.ConnectionStatus;
import java.util.List;
import java.util.function.Consumer;

/** Starts, calls and closes a client, prepares a client for a container, and checks the health of a client. */
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

    static RunningClient startInside(Consumer<RunningClient> container, Counter counter) {
        RunningClient client = Slipstream.prepare(counter, StartOptions.standard());
        container.accept(client);
        return client.start();
    }

    static boolean isReady(RunningClient client) {
        return client.status() == ConnectionStatus.CONNECTED && client.socket().isJoined("rooms:a");
    }
}
