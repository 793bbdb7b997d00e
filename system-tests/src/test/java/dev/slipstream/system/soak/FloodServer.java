package dev.slipstream.system.soak;

import dev.slipstream.transport.contract.RawConnection;
import dev.slipstream.transport.contract.RawFrame;
import dev.slipstream.transport.contract.RawServer;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that broadcasts numbered messages after a join. It sends at a fixed rate, or slower if TCP accepts the
 * messages more slowly. The server buffers nothing, so all written messages are in the network or at the client.
 */
final class FloodServer implements AutoCloseable {

    private static final Pattern JOIN = Pattern.compile("\\[\"(\\w+)\",\"(\\w+)\",\"([^\"]+)\",\"phx_join\".*");
    private static final Pattern HEARTBEAT = Pattern.compile("\\[null,\"(\\w+)\",\"phoenix\",\"heartbeat\".*");
    private static final String FILLING = "x".repeat(1000);

    private final RawServer server = RawServer.start(this::serve);
    private final AtomicLong written = new AtomicLong();
    private final long perSecond;
    private final LongFunction<String> payloads;

    FloodServer(long perSecond) {
        this(perSecond, number -> "{\"number\":" + number + ",\"filling\":\"" + FILLING + "\"}");
    }

    /**
     * Creates a server that sends the given payloads.
     *
     * @param payloads returns the payload of the message with this number
     */
    FloodServer(long perSecond, LongFunction<String> payloads) {
        this.perSecond = perSecond;
        this.payloads = payloads;
    }

    URI uri() {
        return server.uri("ws", "/socket/websocket");
    }

    /** Returns how many messages TCP accepted. */
    long written() {
        return written.get();
    }

    private void serve(RawConnection connection) throws IOException, InterruptedException {
        connection.accept();
        while (true) {
            RawFrame frame = connection.readMessage();
            Matcher join = JOIN.matcher(frame.text());
            Matcher heartbeat = HEARTBEAT.matcher(frame.text());
            if (join.matches()) {
                String topic = join.group(3);
                connection.write(RawFrame.text(reply("\"" + join.group(1) + "\"", join.group(2), topic)));
                Thread.ofVirtual().name("flood").start(() -> broadcast(connection, topic));
            } else if (heartbeat.matches()) {
                connection.write(RawFrame.text(reply("null", heartbeat.group(1), "phoenix")));
            }
        }
    }

    private void broadcast(RawConnection connection, String topic) {
        long start = System.nanoTime();
        try {
            for (long number = 0; ; number++) {
                while ((System.nanoTime() - start) / 1e9 * perSecond < number) {
                    LockSupport.parkNanos(1_000_000);
                }
                connection.write(
                        RawFrame.text("[null,null,\"" + topic + "\",\"drop\"," + payloads.apply(number) + "]"));
                written.set(number + 1);
            }
        } catch (IOException ended) {
            // The client closed the connection, which ends the broadcast.
        }
    }

    private static String reply(String joinRef, String ref, String topic) {
        return "[" + joinRef + ",\"" + ref + "\",\"" + topic + "\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]";
    }

    @Override
    public void close() {
        server.close();
    }
}
