package dev.slipstream.transport.tyrus;

import dev.slipstream.core.Failure;
import dev.slipstream.core.machine.websocket.WebSocketBinding;
import dev.slipstream.core.machine.websocket.WebSocketInput;
import dev.slipstream.core.machine.websocket.WebSocketLibrary;
import dev.slipstream.core.machine.websocket.WebSocketTransport;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.transport.tyrus.container.ConnectPlan;
import dev.slipstream.transport.tyrus.container.HandshakeEvents;
import dev.slipstream.transport.tyrus.container.HttpResponse;
import dev.slipstream.transport.tyrus.container.RawSocket;
import jakarta.websocket.CloseReason;
import jakarta.websocket.SendHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Connects one Tyrus websocket to the state machine that controls it, a {@code WebSocketMachine}.
 *
 * <p>The fields below the heading "fields of the serial queue" need no lock: only tasks of {@link WebSocketTransport}
 * use them, one after another.
 */
final class TyrusTransport implements WebSocketBinding, HandshakeEvents {

    static final System.Logger LOG = System.getLogger(TyrusTransport.class.getName());

    /** Tyrus reports this code for a close frame without a code. */
    private static final int NO_CODE = 1000;

    /** Tyrus reports this code if TCP ends. */
    private static final int NO_CLOSE_FRAME = 1006;

    private final TyrusClients clients;
    private final Opening opening;
    private final TyrusFailures failures;
    private final WebSocketTransport transport;
    private final SendHandler written;
    private volatile boolean isCloseWritten; // set only by a task of the serial queue

    /** Set by the first of two events: the response arrives, or the attempt is cancelled. */
    private final AtomicBoolean settled = new AtomicBoolean();

    // The route and the requests. The connecting thread sets this field before it calls Tyrus.
    private volatile @Nullable ConnectPlan plan;

    /**
     * Whether this transport has sent a close frame and waits for the server's close frame. Meanwhile TCP must stay
     * open, because the server may send messages before its close frame. By default, Tyrus closes TCP without waiting
     * for that frame.
     */
    private final AtomicBoolean awaitsAnswer = new AtomicBoolean();

    // --- fields of the serial queue ---------------------------------------------------------------------------------
    private TyrusClients.@Nullable Lease lease;
    private @Nullable Thread attempt;
    private @Nullable Session session;
    private @Nullable RawSocket socket;

    TyrusTransport(Handshake handshake, TransportListener listener, TyrusClients clients) {
        this.clients = clients;
        this.opening = new Opening(handshake);
        this.failures = new TyrusFailures(handshake, opening);
        this.transport = new WebSocketTransport(handshake, listener, this);
        this.written = result -> {
            if (result.isOK()) {
                transport.written();
            } else {
                transport.accept(new WebSocketInput.WriteFailed(TyrusFailures.ofWrite(result.getException())));
            }
        };
    }

    Transport open() {
        // On a new thread, because Tyrus blocks until the websocket is open. A proxy selector, which is user code, may
        // block too.
        transport.open(() ->
                attempt = Thread.ofVirtual().name("slipstream-tyrus-connect").start(this::connect));
        return transport;
    }

    private void connect() {
        try {
            TyrusClients.Lease taken = clients.lease();
            transport.keep(() -> lease = taken);
            plan = opening.plan(taken.grizzly());
            Session late = taken.client()
                    .connectToServer(new TyrusEndpoint(this, transport), opening.config(this), opening.uri());
            LOG.log(System.Logger.Level.TRACE, "websocket {0} is open", late.getId());
        } catch (Throwable e) { // open() never throws, even if Tyrus or a user's proxy selector does
            transport.keep(() -> transport.accept(new WebSocketInput.OpeningFailed(failures.ofHandshake(e))));
        }
    }

    // --- reports of Tyrus -------------------------------------------------------------------------------------------

    @Override
    public ConnectPlan plan() {
        return Objects.requireNonNull(plan, "asked before it was known");
    }

    @Override
    public void reached(RawSocket reached) {
        transport.keep(() -> socket = reached);
    }

    @Override
    public boolean mayRead() {
        return transport.mayRead();
    }

    @Override
    public void readingStopped() {
        transport.readingStopped();
    }

    @Override
    public void answered(HttpResponse response) {
        opening.answered(response);
    }

    void opened(Session opened) {
        transport.keep(() -> session = opened);
        Optional<Failure> invalidity = opening.invalidity();
        transport.accept(
                invalidity.isPresent()
                        ? new WebSocketInput.OpeningFailed(invalidity.get())
                        : new WebSocketInput.Opened(opening.answer().headers()));
    }

    /**
     * Reports a close by the server or by Tyrus. If this transport sent a close frame, {@link #mayClose} reports the
     * end instead.
     */
    void closed(int code, String text, boolean isByServer) {
        if (isCloseWritten) {
            return;
        }
        boolean isEnd = isByServer || code == NO_CODE || code == NO_CLOSE_FRAME;
        transport.accept(
                isEnd
                        ? new WebSocketInput.CloseReceived(code, isByServer ? text : "")
                        : new WebSocketInput.ProtocolBroken(TyrusFailures.codeOfOwnClose(code, text)));
    }

    @Override
    public boolean isAwaited() {
        return settled.compareAndSet(false, true);
    }

    @Override
    public boolean mayClose() {
        if (awaitsAnswer.getAndSet(false)) {
            return false;
        }
        if (isCloseWritten) { // only after our close frame; without it, closed() or broke() reports the end
            transport.accept(new WebSocketInput.CloseReceived(NO_CLOSE_FRAME, ""));
        }
        return true;
    }

    @Override
    public void broke(Throwable error) {
        transport.accept(new WebSocketInput.Failed(TyrusFailures.ofWrite(error)));
    }

    // --- commands of the state machine ------------------------------------------------------------------------------

    /** Writes only one message at a time, because the queue of Tyrus has no bound. */
    @Override
    public boolean write(Frame frame) {
        Session open = Objects.requireNonNull(session, "written before it was open");
        try {
            switch (frame) {
                case Frame.Text(String text) -> open.getAsyncRemote().sendText(text, written);
                case Frame.Binary(byte[] bytes) -> open.getAsyncRemote().sendBinary(ByteBuffer.wrap(bytes), written);
            }
        } catch (RuntimeException e) { // if the websocket closed meanwhile, Tyrus throws and never calls the handler
            transport.accept(
                    new WebSocketInput.WriteFailed(TyrusFailures.ofWrite(new IOException("closed meanwhile", e))));
        }
        return false;
    }

    @Override
    public void writeClose(int code, String text) {
        isCloseWritten = true;
        awaitsAnswer.set(true);
        try {
            Objects.requireNonNull(session, "closed before it was open")
                    .close(new CloseReason(CloseReason.CloseCodes.getCloseCode(code), text));
        } catch (IOException | IllegalStateException e) {
            transport.accept(new WebSocketInput.Failed(TyrusFailures.ofWrite(e)));
        }
    }

    @Override
    public void readOn() {
        if (socket != null) {
            socket.resume();
        }
    }

    @Override
    public void cut() {
        if (attempt != null && settled.compareAndSet(false, true)) {
            attempt.interrupt(); // has no effect if the attempt has failed
        }
        if (socket != null) {
            socket.cut();
        }
        if (lease != null) {
            lease.release();
            lease = null;
        }
    }

    @Override
    public WebSocketLibrary library() {
        return clients.library();
    }
}
