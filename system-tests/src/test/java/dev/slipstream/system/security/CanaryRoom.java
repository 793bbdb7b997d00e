package dev.slipstream.system.security;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ChannelContext;
import dev.slipstream.testkit.phoenix.ConnectResult;
import dev.slipstream.testkit.phoenix.Endpoint;
import dev.slipstream.testkit.phoenix.JoinResult;
import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Rooms whose replies all contain secrets. One room refuses every join. */
final class CanaryRoom implements PhoenixChannel {

    /** Returns a server that refuses the first connection attempt with secrets in the response. */
    static Endpoint endpoint() {
        AtomicInteger attempts = new AtomicInteger();
        return Endpoint.of(UserSocket.at("/socket")
                .withConnect(request -> attempts.getAndIncrement() > 0
                        ? ConnectResult.ok()
                        : ConnectResult.refused(503, Map.of("X-Secret", Canary.HEADER), Canary.BODY))
                .channel("rooms:*", CanaryRoom::new));
    }

    @Override
    public JoinResult join(String topic, Payload params, ChannelContext context) {
        return topic.equals(CanaryClient.LOCKED)
                ? JoinResult.error(echo(List.of()))
                : JoinResult.ok(Map.of("text", Canary.REPLY, Canary.REPLY, 1));
    }

    @Override
    public void handleIn(String event, Payload payload, ChannelContext context) {
        switch (event) {
            case "echo" -> {
                context.push("said", payload);
                context.reply(payload);
            }
            case "refuse" -> context.reply("error", echo(List.of(Canary.PAYLOAD)));
            case "presences" -> {
                context.push("presence_state", presences("metas"));
                context.push("presence_diff", Map.of("joins", presences("meta"), "leaves", Canary.PAYLOAD));
                context.reply(payload);
            }
            case "crash" -> throw new IllegalStateException(Canary.THROWN);
            case "stop" -> context.stop();
            case "ignore" -> {
                // A request without a reply.
            }
            default -> context.push("heard", payload);
        }
    }

    /** A presence with secrets, and an entry with secrets that is not in the form of {@code Phoenix.Presence}. */
    private static Map<String, Object> presences(String member) {
        return Map.of(
                Canary.TOKEN,
                Map.of("metas", List.of(Map.of("phx_ref", Canary.HEADER, "text", Canary.PAYLOAD))),
                Canary.PARAM,
                Map.of(member, Canary.PAYLOAD));
    }

    /**
     * A response that quotes all credentials of the client, and some other strings that the client sent. It contains
     * each string alone and in a sentence. It also contains the token in the encoded form in which the client sent it.
     */
    private static Map<String, Object> echo(List<String> more) {
        List<String> secrets = new ArrayList<>(more);
        secrets.addAll(List.of(
                Canary.JOIN,
                Canary.TOKEN,
                Canary.HEADER,
                Canary.PARAM,
                Canary.SUPPLIED,
                Canary.QUERY,
                Canary.COOKIE,
                Canary.PASSWORD));
        String token =
                Base64.getEncoder().withoutPadding().encodeToString(Canary.TOKEN.getBytes(StandardCharsets.UTF_8));
        return Map.of("reason", "no, " + String.join(" and ", secrets), "alone", secrets, "sent", token);
    }
}
