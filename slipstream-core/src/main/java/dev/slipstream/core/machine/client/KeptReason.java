package dev.slipstream.core.machine.client;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Failure.HandshakeRefused;
import dev.slipstream.core.Payload;
import dev.slipstream.core.TopicCloseReason;
import java.util.List;
import java.util.Map;

/**
 * Limits the size of the close reasons that a client keeps.
 *
 * <p>Until the next attempt succeeds, a client keeps the last close reason of each topic and of the connection. A
 * server can make a reason large. Callbacks and the policy for rejoins get the whole reason. If a reason exceeds a
 * limit, the client keeps the reason without its content.
 */
final class KeptReason {

    private KeptReason() {}

    /** Returns the reason, with a payload above {@link Payload.Omitted#MAX_KEPT_BYTES} replaced by its size. */
    static TopicCloseReason of(TopicCloseReason reason) {
        return switch (reason) {
            case TopicCloseReason.JoinRefused(var response) -> new TopicCloseReason.JoinRefused(kept(response));
            case TopicCloseReason.Crashed(var payload) -> new TopicCloseReason.Crashed(kept(payload));
            case TopicCloseReason.JoinTimedOut late -> late;
            case TopicCloseReason.NotSent unsent -> unsent;
            case TopicCloseReason.ParamsFailed ours -> ours;
            case TopicCloseReason.Ended ended -> ended;
        };
    }

    private static Payload kept(Payload payload) {
        int size = payload.size();
        return size > Payload.Omitted.MAX_KEPT_BYTES ? new Payload.Omitted(size) : payload;
    }

    /** Returns the reason. A refused handshake above {@link HandshakeRefused#MAX_KEPT_CHARS} keeps only its status. */
    static DisconnectReason of(DisconnectReason reason) {
        return reason instanceof DisconnectReason.ConnectFailed(HandshakeRefused refusal)
                        && chars(refusal) > HandshakeRefused.MAX_KEPT_CHARS
                ? new DisconnectReason.ConnectFailed(HandshakeRefused.of(refusal.status()))
                : reason;
    }

    private static long chars(Failure.HandshakeRefused refusal) {
        long chars = refusal.body().length();
        for (Map.Entry<String, List<String>> header : refusal.headers().entrySet()) {
            for (String value : header.getValue()) {
                chars += header.getKey().length() + value.length();
            }
        }
        return chars;
    }
}
