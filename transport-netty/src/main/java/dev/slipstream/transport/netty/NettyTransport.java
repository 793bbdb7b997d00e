package dev.slipstream.transport.netty;

import dev.slipstream.core.Compression;
import dev.slipstream.core.machine.websocket.CompressionCounter;
import dev.slipstream.core.machine.websocket.DeflateParameters;
import dev.slipstream.core.machine.websocket.FrameWriter;
import dev.slipstream.core.machine.websocket.MessageDeflater;
import dev.slipstream.core.machine.websocket.MessageInflater;
import dev.slipstream.core.machine.websocket.WebSocketBinding;
import dev.slipstream.core.machine.websocket.WebSocketInput;
import dev.slipstream.core.machine.websocket.WebSocketLibrary;
import dev.slipstream.core.machine.websocket.WebSocketTransport;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.ProxyChoice;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.Proxy;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Connects one Netty channel to the state machine that controls its websocket, a {@code WebSocketMachine}.
 *
 * <p>Holds no reference to the handshake once the websocket is open, so that the query and its tokens are released. The
 * fields below the heading "fields of the serial queue" need no lock: only tasks of {@link WebSocketTransport} use
 * them, one after another. Frames are masked in these tasks. Netty's buffers are used only on its loop, because they
 * are slow on virtual threads.
 */
final class NettyTransport implements WebSocketBinding {

    static final System.Logger LOG = System.getLogger(NettyTransport.class.getName());

    /** If the frames of one write have this many bytes or more, further messages wait for the next write. */
    private static final int MAX_TOGETHER = 64 << 10;

    /**
     * How many pongs may wait to be written. Without a limit, a server that sends pings and does not read would fill
     * the queue. RFC 6455 section 5.5.3 requires a pong only for the newest ping.
     */
    private static final int MAX_WAITING_PONGS = 16;

    private static final Consumer<NettyTransport> PONG_WRITTEN = NettyTransport::pongWritten;

    private final NettyLoops loops;
    private final WebSocketTransport transport;
    private final ChannelFutureListener written = this::written;
    private final MaskKeys masks = new MaskKeys();

    // Whether the pipeline is ready for frames. Used only by Netty's loop.
    private boolean isSwitched;

    // --- fields of the serial queue ---------------------------------------------------------------------------------
    private final FrameWriter frames = new FrameWriter();
    /** Null if compression was not negotiated. */
    private volatile @Nullable MessageDeflater deflater;

    private NettyLoops.@Nullable Lease lease;
    private @Nullable Channel channel;
    private boolean isCloseWritten;
    private int waitingPongs;
    private byte @Nullable [] newestPing;

    NettyTransport(Handshake handshake, TransportListener listener, NettyLoops loops) {
        this.loops = loops;
        this.transport = new WebSocketTransport(handshake, listener, this);
    }

    Transport open(Handshake handshake) {
        // On a new thread, because DNS and a proxy selector, which is user code, may block.
        transport.open(() -> Thread.ofVirtual()
                .name("slipstream-netty-connect")
                .start(() -> connect(handshake, new NettyFailures(handshake))));
        return transport;
    }

    private void connect(Handshake handshake, NettyFailures failures) {
        try {
            Proxy proxy = ProxyChoice.withSocks(handshake);
            failures.goesThrough(proxy);
            NettyRoute route = NettyRoute.of(handshake, proxy);
            NettyLoops.Lease held = loops.lease();
            transport.keep(() -> lease = held);
            ChannelFuture connecting = new Bootstrap()
                    .group(held.loop())
                    .channelFactory(NioSocketChannel::new)
                    .disableResolver() // the resolver blocks the loop, and starts a thread that outlives all websockets
                    .option(ChannelOption.ALLOCATOR, NettyLoops.ALLOCATOR)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0) // 0: only the handshake's connect timeout applies
                    .option(ChannelOption.AUTO_CLOSE, false) // after a failed write a close frame may still arrive
                    .handler(new OpeningHandler(
                            this,
                            transport,
                            route,
                            new UpgradeRequests(handshake),
                            failures,
                            handshake.maxMessageBytes()))
                    .connect(route.proxy() == Proxy.Type.SOCKS ? route.server() : route.address());
            connecting.addListener(done -> {
                if (!done.isSuccess()) {
                    transport.accept(new WebSocketInput.OpeningFailed(failures.ofConnecting(done.cause())));
                }
            });
        } catch (Throwable e) { // open() never throws, even if Netty or a user's proxy selector does
            transport.keep(() -> transport.accept(new WebSocketInput.OpeningFailed(failures.ofConnecting(e))));
        }
    }

    // --- reports of the handlers, on Netty's loop -------------------------------------------------------------------

    /**
     * Stores the channel. Called before the channel connects, because frames may be written before {@link #connect}
     * returns.
     */
    void reached(Channel reached) {
        transport.keep(() -> channel = reached);
    }

    /** Notes that the pipeline is ready for frames. Until this call, each write is queued as a task of the loop. */
    void switched() {
        isSwitched = true;
    }

    /** Compresses the messages to send from now on. Returns the inflater for the messages of the server. */
    MessageInflater compress(Compression compression, DeflateParameters parameters) {
        CompressionCounter counter = new CompressionCounter();
        MessageDeflater made = new MessageDeflater(Zlib.LIBRARY, compression, parameters, counter);
        transport.keep(() -> deflater = made);
        return new MessageInflater(Zlib.LIBRARY, parameters, counter);
    }

    void answerPing(byte[] payload) {
        transport.run(this::pong, payload);
    }

    /** Sends a close frame, to answer the server's close frame or because the server broke the protocol. */
    void answerClose(int code) {
        transport.run(this::closeWith, code);
    }

    private void written(ChannelFuture done) {
        if (done.isSuccess()) {
            transport.written();
        } else {
            transport.accept(new WebSocketInput.WriteFailed(NettyFailures.ofConnection(done.cause())));
        }
    }

    // --- commands of the state machine ------------------------------------------------------------------------------

    @Override
    public boolean write(Frame frame) {
        MessageDeflater compressing = deflater;
        if (compressing == null) {
            frames.message(frame, masks.next());
        } else {
            compressing.write(frame, masks.next(), frames);
        }
        return false;
    }

    @Override
    public boolean takesMore() {
        return frames.size() < MAX_TOGETHER;
    }

    @Override
    public void flush() {
        if (frames.size() > 0) {
            ByteBuffer taken = frames.take();
            if (!isCloseWritten) { // RFC 6455 section 5.5.1: no message follows a close frame
                pass(taken, written);
            }
        }
    }

    @Override
    public void writeClose(int code, String text) {
        close(code, text);
    }

    private void closeWith(int code) {
        close(code, "");
    }

    private void close(int code, String text) {
        if (!isCloseWritten) {
            isCloseWritten = true;
            FrameWriter frame = new FrameWriter();
            frame.close(code, text, masks.next());
            // If the write fails, TCP has ended, and FrameHandler reports that.
            pass(frame.take(), done -> {});
        }
    }

    private void pong(byte[] payload) {
        if (isCloseWritten) {
            return;
        }
        if (waitingPongs == MAX_WAITING_PONGS) {
            newestPing = payload;
            return;
        }
        waitingPongs++;
        FrameWriter frame = new FrameWriter();
        frame.pong(payload, masks.next());
        pass(frame.take(), done -> transport.run(PONG_WRITTEN, this));
    }

    private void pongWritten() {
        waitingPongs--;
        byte[] newest = newestPing;
        if (newest != null) {
            newestPing = null;
            pong(newest);
        }
    }

    /** Passes frames to Netty in one write. */
    private void pass(ByteBuffer bytes, ChannelFutureListener done) {
        Channel open = channel;
        if (open == null) {
            return; // the websocket was cut
        }
        if (open.eventLoop().inEventLoop() && isSwitched) {
            write(open, bytes, done);
        } else {
            open.eventLoop().execute(() -> write(open, bytes, done));
        }
    }

    private static void write(Channel open, ByteBuffer bytes, ChannelFutureListener done) {
        open.writeAndFlush(Unpooled.wrappedBuffer(bytes)).addListener(done);
    }

    @Override
    public void readOn() {
        if (channel != null) {
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public void cut() {
        MessageDeflater ending = deflater;
        if (ending != null) {
            ending.end(); // no message is written after the cut
        }
        Channel open = channel;
        if (open != null) {
            channel = null;
            open.eventLoop().execute(() -> closeNow(open));
        }
        if (lease != null) {
            lease.release();
            lease = null;
        }
    }

    @Override
    public @Nullable CompressionCounter compressionCounter() {
        MessageDeflater its = deflater;
        return its == null ? null : its.counter();
    }

    /** Closes TCP at once. Bypasses Netty's TLS handler, which waits until the server has read all bytes. */
    @SuppressWarnings("FutureReturnValueIgnored") // channelInactive reports the end
    private static void closeNow(Channel open) {
        ChannelHandlerContext first = open.pipeline().firstContext();
        if (first == null) {
            open.close();
        } else {
            first.close();
        }
    }

    @Override
    public WebSocketLibrary library() {
        return loops.library();
    }
}
