package dev.slipstream.testkit.server;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.phoenix.ConnectResult;
import dev.slipstream.testkit.phoenix.Framing;
import dev.slipstream.testkit.phoenix.PhoenixEffect;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.jspecify.annotations.Nullable;

/**
 * One connection on Jetty. Jetty's threads assemble the client's messages and submit them to the {@link ServerLoop},
 * which runs all other work.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a task of the loop reports its own failure
final class JettyConnection implements FrameHandler, ServerLoop.ServerConnection {

    /** The two ways to end a handshake. */
    interface Handshake {

        void accept(JettyConnection connection, Optional<String> subprotocol);

        void refuse(ConnectResult.Refused answer);
    }

    /** How long the server waits for the client's answer to the server's close frame before it ends TCP. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final int number;
    private final ServerLoop loop;
    private final Framing framing;
    private final FragmentAssembly assembly;
    private final Handshake handshake;
    private final Deque<Consumer<CoreSession>> beforeOpen = new ArrayDeque<>();
    private @Nullable Callback clientClosed;
    private boolean ended;
    private boolean unread;

    /** Set on the loop, and also read by Jetty's threads. Null until the websocket is open. */
    private volatile @Nullable CoreSession session;

    JettyConnection(int number, ServerLoop loop, Framing framing, FragmentAssembly assembly, Handshake handshake) {
        this.number = number;
        this.loop = loop;
        this.framing = framing;
        this.assembly = assembly;
        this.handshake = handshake;
    }

    // --- called by Jetty --------------------------------------------------------------------------------------------

    @Override
    public void onOpen(CoreSession opened, Callback callback) {
        loop.run(() -> {
            session = opened;
            while (!beforeOpen.isEmpty()) {
                beforeOpen.remove().accept(opened);
            }
            callback.succeeded();
            demand();
        });
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        byte[] payload = bytes(frame);
        switch (frame.getOpCode()) {
            case OpCode.CLOSE -> closed(CloseStatus.getCloseStatus(frame).getCode(), callback);
            case OpCode.PING -> tell(new PhoenixInput.Pinged(number, Payload.binary(payload)), callback);
            case OpCode.PONG -> tell(new PhoenixInput.Ponged(number), callback);
            case OpCode.CONTINUATION -> assembled(assembly.proceed(payload, frame.isFin()), callback);
            default -> assembled(assembly.begin(frame.getOpCode() == OpCode.TEXT, payload, frame.isFin()), callback);
        }
    }

    private void closed(int code, Callback callback) {
        loop.run(() -> {
            if (ended) {
                callback.succeeded();
            } else {
                clientClosed = callback; // called after the model has chosen the code of the answer
                loop.tell(new PhoenixInput.CloseReceived(number, code));
            }
        });
    }

    private void assembled(FragmentAssembly.Progress progress, Callback callback) {
        switch (progress) {
            case FragmentAssembly.Progress.Unfinished() -> {
                callback.succeeded();
                demand();
            }
            case FragmentAssembly.Progress.Whole(dev.slipstream.core.transport.Frame message) -> {
                loop.received(number, message, framing);
                callback.succeeded();
                demand();
            }
            case FragmentAssembly.Progress.Refused(int code) -> {
                callback.succeeded();
                loop.run(() -> {
                    whenOpen(open -> close(open, code));
                    loop.gone(number);
                });
            }
        }
    }

    private void tell(PhoenixInput input, Callback callback) {
        loop.tell(input);
        callback.succeeded();
        demand();
    }

    /** Called if TCP failed or the client violated the framing rules. Jetty answers the violation. */
    @Override
    public void onError(Throwable cause, Callback callback) {
        loop.run(this::gone);
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        loop.run(this::gone);
        callback.succeeded();
    }

    private void gone() {
        if (!ended) {
            ended = true;
            loop.gone(number);
        }
    }

    /**
     * Requests the next frame from Jetty. The thread that delivered the last frame does this at once, without waiting
     * for the loop, unless the server is frozen. Therefore the frames of one TCP read are queued for the loop without a
     * pause between them.
     */
    private void demand() {
        CoreSession open = session;
        if (open != null && !loop.isFrozen()) {
            open.demand();
        } else {
            loop.run(() -> {
                unread = true;
                if (!loop.isFrozen()) {
                    resumeReading();
                }
            });
        }
    }

    private static byte[] bytes(Frame frame) {
        ByteBuffer payload = frame.getPayload();
        byte[] bytes = new byte[payload == null ? 0 : payload.remaining()];
        if (payload != null) {
            payload.duplicate().get(bytes);
        }
        return bytes;
    }

    // --- called by the model, on the loop ---------------------------------------------------------------------------

    @Override
    public void carryOut(PhoenixEffect effect) {
        switch (effect) {
            case PhoenixEffect.Accept(int to, Optional<String> subprotocol) -> handshake.accept(this, subprotocol);
            case PhoenixEffect.Refuse(int to, ConnectResult.Refused answer) -> handshake.refuse(answer);
            case PhoenixEffect.Send send -> whenOpen(open -> write(open, frame(loop.frame(send, framing))));
            case PhoenixEffect.Pong(int to, Payload data) ->
                whenOpen(open -> write(open, new Frame(OpCode.PONG, ByteBuffer.wrap(data.bytes()))));
            case PhoenixEffect.Close(int to, int code) -> whenOpen(open -> close(open, code));
            case PhoenixEffect.Drop(int to) -> cut();
            case PhoenixEffect.Crashed crashed ->
                throw new IllegalArgumentException("not an effect of a connection: " + crashed);
        }
    }

    private void whenOpen(Consumer<CoreSession> action) {
        CoreSession open = session;
        if (open != null) {
            action.accept(open);
        } else {
            beforeOpen.add(action);
        }
    }

    private static Frame frame(dev.slipstream.core.transport.Frame message) {
        return switch (message) {
            case dev.slipstream.core.transport.Frame.Text(String text) ->
                new Frame(OpCode.TEXT, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            case dev.slipstream.core.transport.Frame.Binary(byte[] bytes) ->
                new Frame(OpCode.BINARY, ByteBuffer.wrap(bytes));
        };
    }

    /** A failed write is ignored, because Jetty reports the end of the connection separately. */
    private static void write(CoreSession open, Frame frame) {
        open.sendFrame(frame, Callback.NOOP, false);
    }

    private void close(CoreSession open, int code) {
        ended = true;
        open.close(code, "", Callback.NOOP);
        loop.later(CLOSING, open::abort);
        if (clientClosed != null) {
            clientClosed.succeeded();
        }
    }

    @Override
    public void cut() {
        ended = true;
        whenOpen(CoreSession::abort);
        loop.gone(number);
    }

    @Override
    public void resumeReading() {
        CoreSession open = session;
        if (unread && open != null) {
            unread = false;
            open.demand();
        }
    }

    @Override
    public String toString() {
        return "connection " + number;
    }
}
