package dev.slipstream.testkit.server.capture;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.ConnectRequest;
import dev.slipstream.testkit.phoenix.ConnectResult;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.phoenix.WebServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The app that the captures were recorded from: its sockets and the behavior of its channels. */
final class RecordedApp {

    private RecordedApp() {}

    /** The recorded server of a capture. */
    static Endpoint endpoint(Capture capture) {
        return app(capture)
                .withVersion(capture.phoenix())
                .withWebServer(capture.isCowboy() ? WebServer.COWBOY : WebServer.BANDIT);
    }

    private static Endpoint app(Capture capture) {
        if (capture.scenario().startsWith("app2_")) {
            return SecondApp.endpoint();
        }
        UserSocket socket = socket(capture.phoenix().startsWith("1.8"));
        if (capture.scenario().startsWith("v1_")) {
            return Endpoint.of(socket.withFormat(new V1Format()));
        }
        UserSocket withToken = mounted(socket, "/socket_auth").withAuthToken().withConnect(RecordedApp::connectByToken);
        UserSocket impatient = mounted(socket, "/socket_short").withIdleTimeout(Duration.ofSeconds(2));
        return Endpoint.of(socket, withToken, impatient, mounted(socket, "/socket_deflate"));
    }

    private static UserSocket socket(boolean knowsTokens) {
        return UserSocket.at("/socket")
                .withConnect(RecordedApp::connect)
                .channel("echo:*", () -> new EchoChannel(knowsTokens))
                .channel("room:*", () -> new RoomChannel(knowsTokens))
                .channel("crash:*", () -> new EndingChannel(knowsTokens))
                .channel(
                        "reject:*",
                        () -> (topic, params, context) -> JoinResult.error(Map.of("reason", "unauthorized")))
                .channel("joincrash:*", () -> (topic, params, context) -> {
                    throw new IllegalStateException("no join");
                })
                .channel("slow:*", SlowChannel::new)
                .channel("firehose:*", () -> (topic, params, context) -> JoinResult.ok());
    }

    private static UserSocket mounted(UserSocket socket, String path) {
        UserSocket mount = UserSocket.at(path).withConnect(socket.connect());
        for (UserSocket.Route route : socket.routes()) {
            mount = mount.channel(route.pattern(), route.channel());
        }
        return mount;
    }

    private static ConnectResult connect(ConnectRequest request) {
        return switch (request.param("token").orElse("")) {
            case "bad" -> ConnectResult.refused();
            case "limited" -> ConnectResult.refused(429, Map.of(), "Too many requests");
            default ->
                request.param("user_id")
                        .map(user -> ConnectResult.ok("user_socket:" + user))
                        .orElseGet(ConnectResult::ok);
        };
    }

    private static ConnectResult connectByToken(ConnectRequest request) {
        return request.authToken().filter("good"::equals).isPresent() ? connect(request) : ConnectResult.refused();
    }

    /** The app's response to a join, which describes the handshake. Ports are placeholders, as in captures. */
    static Map<String, @Nullable Object> seen(Payload params, boolean knowsTokens, ChannelContext context) {
        ConnectRequest request = context.request();
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        if (knowsTokens) {
            seen.put("auth_token", request.authToken().orElse(null));
        }
        Map<String, String> headers = new TreeMap<>();
        request.headers().forEach((name, values) -> {
            if (name.startsWith("x-")) {
                headers.put(name, String.join(", ", values));
            }
        });
        seen.put("connect_headers", headers);
        seen.put("connect_params", request.params());
        seen.put("join_params", params);
        seen.put("join_ref", context.socketRef().joinRef());
        seen.put("peer", "127.0.0.1:<port>");
        String version = request.param("vsn").orElse("").startsWith("1.") ? "V1" : "V2";
        seen.put("serializer", "Phoenix.Socket." + version + ".JSONSerializer");
        seen.put("socket_id", context.socketId().orElse(null));
        seen.put("topic", context.topic());
        seen.put("transport", "websocket");
        seen.put("uri", "http://127.0.0.1:<server_port>" + request.target());
        seen.put("user_agent", request.header("user-agent").orElse(null));
        return seen;
    }

    /** A member of a JSON object, or {@code otherwise} if the payload is not an object or lacks the member. */
    static Object member(Payload payload, String name, Object otherwise) {
        if (payload instanceof Payload.Json && payload.as(Object.class) instanceof Map<?, ?> map) {
            Object value = map.get(name);
            return value == null ? otherwise : value;
        }
        return otherwise;
    }
}
