package dev.slipstream.system.soak;

import dev.slipstream.transport.contract.RawConnection;
import dev.slipstream.transport.contract.RawFrame;
import dev.slipstream.transport.contract.RawServer;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that accepts each join and then crashes the topic with a reason of 500 kB. */
final class CrashingServer implements AutoCloseable {

    static final int REASON_BYTES = 500_000;

    private static final Pattern JOIN = Pattern.compile("\\[\"(\\w+)\",\"(\\w+)\",\"([^\"]+)\",\"phx_join\".*");
    private static final Pattern HEARTBEAT = Pattern.compile("\\[null,\"(\\w+)\",\"phoenix\",\"heartbeat\".*");
    private static final String REASON = "{\"reason\":\"" + "x".repeat(REASON_BYTES) + "\"}";

    private final RawServer server = RawServer.start(CrashingServer::serve);

    URI uri() {
        return server.uri("ws", "/socket/websocket");
    }

    private static void serve(RawConnection connection) throws IOException {
        connection.accept();
        while (true) {
            String text = connection.readMessage().text();
            Matcher join = JOIN.matcher(text);
            Matcher heartbeat = HEARTBEAT.matcher(text);
            if (join.matches()) {
                String names = "[\"" + join.group(1) + "\",\"" + join.group(2) + "\",\"" + join.group(3) + "\",";
                connection.write(RawFrame.text(names + "\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]"));
                connection.write(RawFrame.text(names + "\"phx_error\"," + REASON + "]"));
            } else if (heartbeat.matches()) {
                connection.write(RawFrame.text("[null,\"" + heartbeat.group(1)
                        + "\",\"phoenix\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]"));
            }
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
