// Longer than 300 lines: what only tasks of the queue may touch stands together, so that it is seen that nobody else
// does.
package dev.slipstream.transport.jdk;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import java.net.InetSocketAddress;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One websocket of the JDK.
 *
 * <p>Everything that happens (calls of the owner, callbacks of the JDK, deadlines) is a task of one {@link JdkSerialQueue};
 * the fields below the line belong to those tasks, and so need no lock.
 */
final class JdkTransport implements Transport {

    private static final System.Logger LOG = System.getLogger(JdkTransport.class.getName());

    /** For the JDK to answer the server's close frame and the server to end TCP; short, for it keeps threads alive. */
    private static final Duration LINGER = Duration.ofMillis(250);

    /**
     * How many parts of messages, each of 16 KiB at most as the JDK reads, may come ahead of the listener. Without any
     * demand the JDK forgets that TCP ended and answers no ping; and a thread that asks for more while there is none runs
     * the JDK's reader beside its selector's thread, and then the two lose the end between them. So it must not run out
     * while the listener is at work, nor as soon as it pauses.
     */
    private static final int DEMAND = 64;

    private static final int WRITES_IN_A_ROW = 64;

    // What waits is counted in fields, not in objects: there may be many transports, and mostly nothing waits.
    private static final AtomicIntegerFieldUpdater<JdkTransport> WAITING_FRAMES =
            AtomicIntegerFieldUpdater.newUpdater(JdkTransport.class, "waitingFrames");
    private static final AtomicLongFieldUpdater<JdkTransport> WAITING_BYTES =
            AtomicLongFieldUpdater.newUpdater(JdkTransport.class, "waitingBytes");

    private static final Consumer<JdkTransport> WRITE = JdkTransport::write;

    private enum Phase {
        OPENING,
        OPEN,
        CLOSING,
        ENDED
    }

    private final Bounds bounds;
    private final TransportListener listener;
    private final JdkClients clients;
    private final JdkSerialQueue serial = new JdkSerialQueue(this::thrown);
    private final Consumer<Frame> reading = this::read;
    private final Queue<Frame> outgoing = new ConcurrentLinkedQueue<>();
    private volatile int waitingFrames;
    private volatile long waitingBytes;
    private volatile boolean takesFrames = true;

    // -------------------------------------------------------------------------------------------- of the serial queue
    private Phase phase = Phase.OPENING;
    private JdkClients.@Nullable Lease lease;
    private @Nullable CompletableFuture<WebSocket> attempt;
    private @Nullable WebSocket socket;
    private @Nullable Future<?> deadline;
    private boolean writing;
    private boolean paused;
    private @Nullable Queue<Frame> ahead; // what came while paused, if anything did: no more than was asked for
    private int owed; // parts that came while paused, and for which no other was asked
    private int closeCode;
    private String closeText = "";

    JdkTransport(Handshake handshake, TransportListener listener, JdkClients clients) {
        this.bounds = new Bounds(handshake);
        this.listener = listener;
        this.clients = clients;
    }

    void open(Handshake handshake) {
        serial.run(() -> {
            deadline = clients.after(handshake.connectTimeout(), () -> serial.run(() -> connectOverdue(handshake)));
            // A thread of its own: a proxy selector is user code, which may block, and so may the first use of TLS.
            Thread.ofVirtual()
                    .name("slipstream-jdk-connect")
                    .start(() -> connect(handshake, new JdkFailures(handshake)));
        });
    }

    @Override
    public boolean send(Frame frame) {
        if (!takesFrames) {
            return true;
        }
        // Only completed writes change these beside us, and they only make room.
        if (waitingFrames >= bounds.maxOutboundFrames() || waitingBytes + frame.weight() > bounds.maxOutboundBytes()) {
            return false;
        }
        WAITING_FRAMES.incrementAndGet(this);
        WAITING_BYTES.addAndGet(this, frame.weight());
        outgoing.add(frame);
        return true;
    }

    @Override
    public void flush() {
        serial.run(WRITE, this);
    }

    @Override
    public void close(int code, String text) {
        takesFrames = false;
        serial.run(() -> beginClose(code, text));
    }

    @Override
    public void resumeReading() {
        serial.run(this::unpause);
    }

    // ------------------------------------------------------------------------------------------------------ the start

    @SuppressWarnings("FutureReturnValueIgnored") // what follows a future runs in the queue, which throws nothing
    private void connect(Handshake handshake, JdkFailures failures) {
        try {
            Optional<InetSocketAddress> proxy = Proxies.choose(handshake);
            failures.goesThroughProxy(proxy.isPresent());
            JdkClients.Lease held = clients.lease(handshake.tls(), proxy);
            serial.run(() -> hold(held));
            WebSocket.Builder builder = held.client().newWebSocketBuilder().connectTimeout(handshake.connectTimeout());
            handshake.headers().forEach(header -> builder.header(header.name(), header.value()));
            List<String> offered = handshake.subprotocols();
            if (!offered.isEmpty()) {
                builder.subprotocols(
                        offered.getFirst(), offered.subList(1, offered.size()).toArray(String[]::new));
            }
            CompletableFuture<WebSocket> opening = builder.buildAsync(
                    handshake.uri(), new JdkListener(this, new JdkAssembly(handshake.maxMessageBytes())));
            serial.run(() -> attempted(opening));
            // Not told from the JDK's onOpen: its reader would still be at work on that thread when the first answer
            // comes.
            opening.whenComplete((opened, error) -> serial.run(() -> {
                if (error != null) {
                    refused(failures, error);
                } else {
                    tellOpened();
                }
            }));
        } catch (Throwable e) { // the port throws nothing, whatever the JDK, or a user's proxy selector, may throw
            serial.run(() -> refused(failures, e));
        }
    }

    private void hold(JdkClients.Lease held) {
        if (phase == Phase.ENDED) {
            held.release();
        } else {
            lease = held;
        }
    }

    private void attempted(CompletableFuture<WebSocket> opening) {
        if (phase == Phase.ENDED) {
            opening.cancel(true);
        } else if (phase == Phase.OPENING) {
            attempt = opening;
        }
    }

    private void refused(JdkFailures failures, Throwable error) {
        if (phase == Phase.OPENING) {
            end(new DisconnectReason.ConnectFailed(failures.ofHandshake(error)));
        }
    }

    private void connectOverdue(Handshake handshake) {
        if (phase == Phase.OPENING && socket == null) {
            end(new DisconnectReason.ConnectFailed(new Failure.ConnectTimedOut(handshake.connectTimeout())));
        }
    }

    // ------------------------------------------------------------------------------------ what the JDK's listener says

    void opened(WebSocket opened) {
        opened.request(DEMAND);
        serial.run(() -> {
            if (phase == Phase.OPENING) {
                socket = opened;
            } else {
                opened.abort();
            }
        });
    }

    /** Called before any other callback of a websocket. */
    private void tellOpened() {
        if (phase == Phase.OPENING && socket != null) {
            phase = Phase.OPEN;
            attempt = null; // it came to this
            cancelDeadline();
            listener.opened(Map.of());
            write();
        }
    }

    void received(Frame frame) {
        serial.run(reading, frame);
    }

    private void read(Frame frame) {
        tellOpened();
        owed++;
        if (paused) {
            Queue<Frame> more = ahead == null ? new ArrayDeque<>() : ahead;
            more.add(frame);
            ahead = more;
        } else {
            take(frame);
            askOn();
        }
    }

    /** A part of a message came, and not the last. */
    void partReceived() {
        serial.run(() -> {
            owed++;
            askOn();
        });
    }

    void tooLarge() {
        serial.run(() -> broken(new Failure.MessageTooLarge(bounds.maxMessageBytes())));
    }

    void pinged(WebSocket from) {
        serial.run(() -> {
            tellOpened();
            if (phase == Phase.OPEN) {
                listener.pinged();
            }
            from.request(1);
        });
    }

    void ponged(WebSocket from) {
        serial.run(() -> {
            tellOpened();
            if (phase == Phase.OPEN) {
                listener.ponged();
            }
            from.request(1);
        });
    }

    void closed(int code, String text) {
        serial.run(() -> {
            tellOpened();
            if (phase == Phase.ENDED) {
                return;
            }
            if (code == JdkFailures.NO_CLOSE_FRAME) {
                failed(new Failure.ConnectionLost("TCP ended without a close frame"));
                return;
            }
            DisconnectReason reason =
                    phase == Phase.CLOSING ? new DisconnectReason.Requested() : new DisconnectReason.Closed(code, text);
            // The JDK answers the close frame after its callback returned, and must be given the time to.
            Future<?> lingering = clients.after(LINGER, () -> serial.run(this::letGo));
            end(reason, lingering);
        });
    }

    void broke(Throwable error) {
        serial.run(() -> broken(JdkFailures.ofConnection(error)));
    }

    private void broken(Failure failure) {
        tellOpened();
        failed(failure);
    }

    // -------------------------------------------------------------------------------------------------------- writing

    @SuppressWarnings("FutureReturnValueIgnored") // what follows a future runs in the queue, which throws nothing
    private void write() {
        WebSocket open = socket;
        if (open == null) {
            return;
        }
        // The JDK fails a second message while one is being written: one at a time.
        for (int left = WRITES_IN_A_ROW; !writing && phase != Phase.ENDED; left--) {
            if (left == 0) {
                serial.run(WRITE, this); // after the data that arrived meanwhile
                return;
            }
            Frame next = outgoing.poll();
            if (next == null) {
                close(open);
                return;
            }
            writing = true;
            CompletableFuture<WebSocket> sent = switch (next) {
                case Frame.Text(String text) -> open.sendText(text, true);
                case Frame.Binary(byte[] bytes) -> open.sendBinary(ByteBuffer.wrap(bytes), true);
            };
            if (sent.isDone() && !sent.isCompletedExceptionally()) {
                written(next); // as nearly always: what follows a future would cost more than the frame
            } else {
                sent.whenComplete((done, error) -> serial.run(() -> {
                    written(next);
                    if (error != null) {
                        failed(JdkFailures.ofWrite(next, error));
                    } else {
                        write();
                    }
                }));
            }
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what follows a future runs in the queue, which throws nothing
    private void close(WebSocket open) {
        if (phase == Phase.CLOSING) {
            writing = true; // for good: nothing follows the close frame
            open.sendClose(closeCode, closeText).whenComplete((done, error) -> {
                if (error != null) {
                    broke(error);
                }
            });
        }
    }

    private void written(Frame frame) {
        writing = false;
        WAITING_FRAMES.decrementAndGet(this);
        WAITING_BYTES.addAndGet(this, -frame.weight());
    }

    // -------------------------------------------------------------------------------------------------------- reading

    private void take(Frame frame) {
        // While we close, messages are read past: the server's close frame comes behind them.
        if (phase == Phase.OPEN) {
            paused = !listener.received(frame);
            listener.readComplete();
        }
    }

    private void unpause() {
        paused = false;
        Queue<Frame> waiting = ahead;
        while (!paused && waiting != null && !waiting.isEmpty()) {
            take(waiting.remove());
        }
        ahead = waiting == null || waiting.isEmpty() ? null : waiting;
        askOn();
    }

    /** Asks for as many parts as came, some at a time; while reading is paused they are owed. */
    private void askOn() {
        if (!paused && owed >= DEMAND / 2 && socket != null && phase != Phase.ENDED) {
            socket.request(owed);
            owed = 0;
        }
    }

    // -------------------------------------------------------------------------------------------------------- the end

    private void beginClose(int code, String text) {
        switch (phase) {
            case OPENING -> end(new DisconnectReason.Requested());
            case OPEN -> {
                phase = Phase.CLOSING;
                closeCode = code;
                closeText = text;
                deadline = clients.after(bounds.closeTimeout(), () -> serial.run(this::closeOverdue));
                unpause(); // without demand the JDK would never see the answer
                write();
            }
            case CLOSING, ENDED -> {}
        }
    }

    private void closeOverdue() {
        if (phase == Phase.CLOSING) {
            end(new DisconnectReason.Requested());
        }
    }

    /** Whatever goes wrong once we are closing, the end is the one we asked for. */
    private void failed(Failure failure) {
        switch (phase) {
            case OPENING -> end(new DisconnectReason.ConnectFailed(failure));
            case OPEN -> end(new DisconnectReason.Failed(failure));
            case CLOSING -> end(new DisconnectReason.Requested());
            case ENDED -> {}
        }
    }

    private void thrown(Throwable error) {
        if (phase == Phase.ENDED) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a websocket threw {0} after it had ended",
                    error.getClass().getName());
            return;
        }
        failed(JdkFailures.unexpected(error));
    }

    private void end(DisconnectReason reason) {
        end(reason, null);
    }

    /** The terminal call; what is held is let go first, or when the lingering is over. */
    private void end(DisconnectReason reason, @Nullable Future<?> lingering) {
        phase = Phase.ENDED;
        takesFrames = false;
        outgoing.clear();
        ahead = null;
        cancelDeadline();
        if (lingering == null) {
            letGo();
        }
        listener.ended(reason);
    }

    private void letGo() {
        if (attempt != null) {
            attempt.cancel(true);
        }
        if (socket != null) {
            socket.abort(); // also frees its place in the client, which counts open websockets
        }
        if (lease != null) {
            lease.release();
            lease = null;
        }
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
