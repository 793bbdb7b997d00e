package dev.slipstream.testkit.server;

import dev.slipstream.core.transport.Frame;
import dev.slipstream.testkit.phoenix.WebServer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Assembles a client's messages from their fragments. Jetty has already checked the order of the fragments. */
final class FragmentAssembly {

    /** The state after a fragment. */
    sealed interface Progress {

        /** The message is not complete yet. */
        record Unfinished() implements Progress {}

        /** The message is complete. */
        record Whole(Frame frame) implements Progress {}

        /** The message is invalid; the connection must close with this code. */
        record Refused(int code) implements Progress {}
    }

    private static final int POLICY_VIOLATED = 1008;
    private static final int TOO_BIG = 1009;
    private static final int NO_UTF_8 = 1007;

    private final WebServer webServer;
    private final int maxBytes;
    private @Nullable ByteArrayOutputStream begun;
    private boolean isText;

    FragmentAssembly(WebServer webServer, int maxBytes) {
        this.webServer = webServer;
        this.maxBytes = maxBytes;
    }

    Progress begin(boolean text, byte[] payload, boolean isLast) {
        isText = text;
        return add(new ByteArrayOutputStream(), payload, isLast);
    }

    Progress proceed(byte[] payload, boolean isLast) {
        if (payload.length == 0 && !isLast && webServer == WebServer.BANDIT) {
            // Bandit refuses an empty fragment that is not the last, because a client could send such fragments without
            // end.
            return new Progress.Refused(POLICY_VIOLATED);
        }
        return add(begun == null ? new ByteArrayOutputStream() : begun, payload, isLast);
    }

    private Progress add(ByteArrayOutputStream message, byte[] payload, boolean isLast) {
        message.writeBytes(payload);
        begun = isLast ? null : message;
        if (message.size() > maxBytes) {
            return new Progress.Refused(TOO_BIG);
        }
        return isLast ? whole(message.toByteArray()) : new Progress.Unfinished();
    }

    private Progress whole(byte[] message) {
        if (!isText) {
            return new Progress.Whole(new Frame.Binary(message));
        }
        try {
            return new Progress.Whole(new Frame.Text(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message))
                    .toString()));
        } catch (CharacterCodingException e) {
            return new Progress.Refused(NO_UTF_8);
        }
    }
}
