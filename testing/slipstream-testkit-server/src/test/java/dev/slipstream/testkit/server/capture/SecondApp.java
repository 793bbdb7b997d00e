package dev.slipstream.testkit.server.capture;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.ConnectRequest;
import dev.slipstream.testkit.phoenix.ConnectResult;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The app of the {@code app2_} captures, and its channel {@code x:*} with rare behavior. */
final class SecondApp implements PhoenixChannel {

    static Endpoint endpoint() {
        return Endpoint.of(
                socket("/socket"),
                socket("/two").withMaxChannels(2),
                socket("/nodrain").withoutDrain());
    }

    private static UserSocket socket(String path) {
        return UserSocket.at(path)
                .withConnect(SecondApp::connect)
                .channel("x:*", SecondApp::new)
                .channel("exact", SecondApp::new);
    }

    private static ConnectResult connect(ConnectRequest request) {
        return switch (request.param("deny").orElse("")) {
            case "401" ->
                ConnectResult.refused(
                        401,
                        Map.of("www-authenticate", "Bearer", "content-type", "application/json; charset=utf-8"),
                        "{\"reason\":\"expired\"}");
            case "503" -> ConnectResult.refused(503, Map.of("retry-after", "7"), "");
            case "crash" -> throw new IllegalStateException("connect raises");
            default -> ConnectResult.ok();
        };
    }

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        byte[] bytes = {1, 2, 3};
        return switch (topic) {
            case "x:noreply", "x:term1" -> JoinResult.ok();
            case "x:afterpush", "x:afterstop", "x:aftercrash" -> {
                context.send(topic);
                yield JoinResult.ok();
            }
            case "x:list" -> JoinResult.ok(List.of(1, 2));
            case "x:errorlist" -> JoinResult.error(List.of("a", "b"));
            case "x:binreply" -> JoinResult.ok(bytes);
            case "x:binerror" -> JoinResult.error(bytes);
            case "x:exit", "x:throw", "x:badreturn", "exact" -> throw new IllegalStateException(topic);
            default ->
                JoinResult.ok(Map.of("join", params, "params", context.request().params()));
        };
    }

    @Override
    public void handleInfo(Object topic, ChannelContext context) {
        switch ((String) topic) {
            case "x:afterpush" -> {
                for (int i = 1; i <= 3; i++) {
                    context.push("tick", Map.of("i", i));
                }
            }
            case "x:afterstop" -> context.stop();
            default -> throw new IllegalStateException("crash after " + topic);
        }
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        switch (event) {
            case "status" -> context.reply("queued", payload);
            case "status_only" -> context.reply("accepted", Map.of());
            case "status_binary" -> context.reply("queued", new byte[] {7});
            case "status_unicode" -> context.reply("größe x", Map.of());
            case "only_known" -> context.reply(Map.of());
            case "reply_atom_list" -> {
                List<Object> mixed = new ArrayList<>(List.of("a", 1.0));
                mixed.add(1, null);
                context.reply(mixed);
            }
            case "reply_unencodable" -> {
                List<Object> endless = new ArrayList<>();
                endless.add(endless);
                context.reply(endless);
            }
            case "twice" -> {
                context.reply(Map.of("n", 1));
                context.reply("error", Map.of("n", 2));
            }
            case "push_list" -> context.push("list", List.of(1, 2));
            case "fake_close" -> {
                context.push("phx_close", Map.of());
                context.push("phx_error", Map.of("why", "app"));
                context.push("phx_reply", Map.of("status", "ok", "response", Map.of()));
                context.reply(Map.of());
            }
            case "news" -> {
                context.broadcast("news", payload);
                context.reply(Map.of());
            }
            case "mixed" -> {
                context.push("p1", Map.of());
                context.broadcast("b1", Map.of());
                context.broadcast("news", Map.of());
                context.push("p2", Map.of());
                context.reply(Map.of());
            }
            case "exit_shutdown", "exit_from_outside" -> context.kill();
            case "stop" -> context.stop();
            default -> throw new IllegalArgumentException(event);
        }
    }

    @Override
    public Set<String> intercepts() {
        return Set.of("news");
    }

    @Override
    public void handleOut(String event, Payload payload, ChannelContext context) {
        Object n = RecordedApp.member(payload, "n", "none");
        context.push(event, n.equals("none") ? Map.of("intercepted", true) : Map.of("intercepted", true, "n", n));
    }

    @Override
    public void terminate(ChannelContext context) {
        if (context.topic().startsWith("x:term")) {
            context.push("bye", Map.of());
        }
    }
}
