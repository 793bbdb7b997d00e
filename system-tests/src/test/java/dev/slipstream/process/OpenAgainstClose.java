package dev.slipstream.process;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.core.Command;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Failure;
import dev.slipstream.system.concurrency.ParallelRun;
import java.util.Map;

/**
 * A websocket opens and is lost while the client closes it. The connection ends once, and {@link
 * ConnectionProcess#alive} no longer counts it. The end of the connection is its last event.
 */
public final class OpenAgainstClose implements Runnable {

    @Override
    public void run() {
        int before = ConnectionProcess.alive();
        OneConnection connection = new OneConnection(16).begun();
        ParallelRun.run(
                () -> {
                    connection.transport.listener().opened(Map.of());
                    connection
                            .transport
                            .listener()
                            .ended(new DisconnectReason.Failed(new Failure.ConnectionLost("TCP ended")));
                },
                () -> {
                    connection.order(new Command.CloseConnection());
                    connection.process.signal();
                });
        int ends = 0;
        Event last = null;
        for (Event event : connection.events) {
            last = event;
            ends += isEnd(event) ? 1 : 0;
        }
        check(ends == 1, "the connection ends once: " + connection.events);
        check(last != null && isEnd(last), "the end is the last event: " + connection.events);
        check(connection.transport.closes.get() <= 1, "the websocket is closed at most once");
        check(ConnectionProcess.alive() == before, "the ended connection is no longer counted as alive");
    }

    private static boolean isEnd(Event event) {
        return event instanceof Event.ChannelClosed || event instanceof Event.ChannelConnectFailed;
    }
}
