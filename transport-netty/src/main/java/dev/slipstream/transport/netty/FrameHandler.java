package dev.slipstream.transport.netty;

import dev.slipstream.core.machine.websocket.FrameReader;
import dev.slipstream.core.machine.websocket.FrameSink;
import dev.slipstream.core.machine.websocket.WebSocketInput;
import dev.slipstream.core.machine.websocket.WebSocketTransport;
import dev.slipstream.core.transport.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** Reads the frames of one open websocket. Only Netty's loop calls it. */
final class FrameHandler extends ChannelInboundHandlerAdapter implements FrameSink {

    /**
     * How many bytes this handler reads while {@link WebSocketTransport#mayRead} returns false. After these bytes it
     * stops reading. If TCP ends before that, the handler still notices the end.
     */
    static final int READ_WHILE_PAUSED = 64 << 10;

    private static final WebSocketInput PINGED = new WebSocketInput.Pinged();
    private static final WebSocketInput PONGED = new WebSocketInput.Ponged();
    private static final int NO_CLOSE_FRAME = 1006;

    private final NettyTransport netty;
    private final WebSocketTransport transport;
    private final FrameReader reader;
    private int readWhilePaused;
    /** The size of all messages of the current read. */
    private int delivered;

    FrameHandler(NettyTransport netty, WebSocketTransport transport, FrameReader reader) {
        this.netty = netty;
        this.transport = transport;
        this.reader = reader;
    }

    // --- events of Netty --------------------------------------------------------------------------------------------

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof ByteBuf bytes) {
                read(ctx, bytes);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(ChannelHandlerContext ctx, ByteBuf bytes) {
        delivered = 0;
        reader.read(bytes.nioBuffer(), this);
        // A message that arrived compressed may be larger than the bytes that were read.
        readWhilePaused = transport.mayRead() ? 0 : readWhilePaused + Math.max(bytes.readableBytes(), delivered);
        if (readWhilePaused >= READ_WHILE_PAUSED) {
            readWhilePaused = 0;
            ctx.channel().config().setAutoRead(false);
            transport.readingStopped();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        transport.readComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        transport.accept(new WebSocketInput.CloseReceived(NO_CLOSE_FRAME, ""));
    }

    /** Releases the memory of the reader. Netty calls this method once, after the channel is closed. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        reader.end();
    }

    /** Reports a TCP reset or a TLS error. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable error) {
        transport.accept(new WebSocketInput.Failed(NettyFailures.ofConnection(error)));
    }

    /** Ignores Netty's event about the end of TLS, because the end of TCP follows. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {}

    // --- frames -----------------------------------------------------------------------------------------------------

    @Override
    public void message(Frame message) {
        delivered = (int) Math.min(Integer.MAX_VALUE / 2, (long) delivered + message.weight());
        transport.message(message);
    }

    @Override
    public void pinged(byte[] payload) {
        netty.answerPing(payload);
        transport.accept(PINGED);
    }

    @Override
    public void ponged(byte[] payload) {
        transport.accept(PONGED);
    }

    @Override
    public void closeReceived(int code, String text) {
        netty.answerClose(code);
        transport.accept(new WebSocketInput.CloseReceived(code, text));
    }

    @Override
    public void protocolBroken(int code, String problem) {
        netty.answerClose(code);
        transport.accept(new WebSocketInput.ProtocolBroken(code, "it " + problem));
    }
}
