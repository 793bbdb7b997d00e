package dev.slipstream.system.swap.program;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;

/**
 * A user's program that joins a room and prints its callbacks. The first argument is the URI of the server's socket. A
 * second argument {@code listening} adds a telemetry listener, and {@code logging} turns on the default log.
 *
 * <p>The program names no transport and no serializer, and prints the same lines with each of them.
 */
public final class Visitor implements SlipstreamClient {

    /** Long, because a debugger or a busy machine slows the program down. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String ROOM = "rooms:lobby";
    private static final String NAME = "J\u00f6rg \ud83e\udd84";

    /** The JSON payload of the room's messages. */
    public record Said(String text) {}

    private static int observed;

    private final Configuration configuration;
    private int joins;

    private Visitor(Configuration configuration) {
        this.configuration = configuration;
    }

    public static void main(String[] arguments) throws Exception {
        Configuration configuration = Configuration.builder(arguments[0])
                .param("token", "good")
                .connectTimeout(PATIENCE)
                .joinTimeout(PATIENCE)
                .requestTimeout(PATIENCE)
                .build();
        StartOptions.Builder options = StartOptions.builder();
        switch (arguments.length > 1 ? arguments[1] : "") {
            case "listening" -> options.quiet().telemetry(observation -> observed++);
            case "logging" -> {
                // The default log is on.
            }
            default -> options.quiet(); // a log line would mix with the output
        }
        try (RunningClient visitor = Slipstream.start(new Visitor(configuration), options.build())) {
            System.out.println(
                    "stopped: " + visitor.whenStopped().toCompletableFuture().get());
        } catch (IllegalStateException cannotStart) {
            System.out.println(cannotStart.getMessage());
        }
    }

    @Override
    public Socket init(Socket socket) {
        return socket.connect(configuration);
    }

    @Override
    public Socket handleConnect(Socket socket) {
        System.out.println("connected");
        return socket.isWanted(ROOM) ? socket : socket.join(ROOM, Map.of("name", NAME));
    }

    @Override
    public Socket handleJoin(String topic, Payload response, Socket socket) {
        System.out.println("joined " + topic + ": " + response.text());
        joins++;
        return switch (joins) {
            case 1 -> socket.request(ROOM, "echo", Map.of("text", NAME), "text");
            case 2 -> socket.push(ROOM, "cut", Map.of());
            default -> socket.leave(ROOM);
        };
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        if (!(reply instanceof Reply.Ok(Payload payload))) {
            System.out.println(tag + " was lost: " + reply);
            return socket.stop(new StopReason.Normal());
        }
        if (tag.equals("text")) {
            System.out.println("answered " + payload.as(Said.class));
            return socket.push(ROOM, "say", new Said("hello"));
        }
        System.out.println("answered " + HexFormat.of().formatHex(payload.bytes()));
        return socket.push(ROOM, "crash", Map.of());
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        System.out.println(event + " " + payload.as(Said.class));
        return socket.request(ROOM, "echo", new byte[] {0, 127, -128, -1}, "bytes");
    }

    @Override
    public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
        System.out.println("closed: " + reason);
        return socket;
    }

    @Override
    public Socket handleLeave(String topic, Socket socket) {
        System.out.println("left " + topic);
        return socket.disconnect();
    }

    @Override
    public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        System.out.println("disconnected: " + reason(reason));
        return reason instanceof DisconnectReason.Requested ? socket.stop(new StopReason.Normal()) : socket;
    }

    @Override
    public Socket handleFailure(Throwable thrown, String cause, Socket socket) {
        System.out.println(cause + " threw " + thrown.getMessage());
        return socket.stop(new StopReason.Normal());
    }

    /** Formats a reason. A failure is shown by its class, because its message depends on the transport. */
    private static String reason(DisconnectReason reason) {
        return switch (reason) {
            case DisconnectReason.Failed(var failure) -> failure.getClass().getSimpleName();
            case DisconnectReason.ConnectFailed(var failure) ->
                failure.getClass().getSimpleName();
            case DisconnectReason.Closed closed -> closed.toString();
            case DisconnectReason.Requested requested -> requested.toString();
        };
    }
}
