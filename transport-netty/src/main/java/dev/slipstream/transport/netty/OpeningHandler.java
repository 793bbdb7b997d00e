package dev.slipstream.transport.netty;

import dev.slipstream.core.Failure;
import dev.slipstream.core.machine.websocket.DeflateAnswer;
import dev.slipstream.core.machine.websocket.DeflateOffer;
import dev.slipstream.core.machine.websocket.FrameReader;
import dev.slipstream.core.machine.websocket.MessageInflater;
import dev.slipstream.core.machine.websocket.WebSocketInput;
import dev.slipstream.core.machine.websocket.WebSocketTransport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.net.Proxy;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Opens one websocket after TCP is open. It opens the proxy's tunnel, adds TLS and sends the upgrade request. When the
 * server accepts the upgrade, a {@link FrameHandler} replaces this handler. Only Netty's loop calls it.
 */
final class OpeningHandler extends ChannelInboundHandlerAdapter {

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
    private static final int MAX_LINE_BYTES = 8 << 10;
    private static final int MAX_HEAD_BYTES = 64 << 10;
    private static final int MAX_CHUNK_BYTES = 8 << 10;
    private static final int MAX_BODY_BYTES = 4096;
    private static final int MAX_INTERIM_RESPONSES = 16;

    private enum Stage {
        /** TCP is not open yet, or a SOCKS proxy is connecting to the server. */
        CONNECTING,
        /** The CONNECT request was sent to the proxy. */
        TUNNEL,
        /** The proxy opened the tunnel. Bytes that arrive with its response are not from the server. */
        TUNNELED,
        TLS,
        UPGRADE,
        OVER
    }

    private final NettyTransport netty;
    private final WebSocketTransport transport;
    private final NettyRoute route;
    private final UpgradeRequests requests;
    private final NettyFailures failures;
    private final int maxMessageBytes;

    private Stage stage = Stage.CONNECTING;
    private @Nullable HttpClientCodec codec;
    private @Nullable HttpResponse response;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(0);
    private int interimResponses;

    OpeningHandler(
            NettyTransport netty,
            WebSocketTransport transport,
            NettyRoute route,
            UpgradeRequests requests,
            NettyFailures failures,
            int maxMessageBytes) {
        this.netty = netty;
        this.transport = transport;
        this.route = route;
        this.requests = requests;
        this.failures = failures;
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        netty.reached(ctx.channel());
        if (route.proxy() == Proxy.Type.SOCKS) {
            ProxyHandler socks = new Socks5ProxyHandler(route.address());
            socks.setConnectTimeoutMillis(0); // 0: only the handshake's connect timeout applies
            ctx.pipeline().addFirst(socks);
            socks.connectFuture().addListener(done -> {
                if (done.isSuccess()) {
                    ctx.pipeline().remove(socks);
                    secure(ctx);
                } else {
                    fail(failures.ofSocks());
                }
            });
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        switch (route.proxy()) {
            case DIRECT -> secure(ctx);
            case HTTP -> {
                stage = Stage.TUNNEL;
                addCodec(ctx);
                write(ctx, requests.connect());
            }
            case SOCKS -> {} // continues when connectFuture() succeeds, see handlerAdded
        }
    }

    private void secure(ChannelHandlerContext ctx) {
        if (stage == Stage.OVER) {
            return;
        }
        Optional<SSLEngine> tls = route.tls();
        if (tls.isEmpty()) {
            upgrade(ctx);
            return;
        }
        stage = Stage.TLS;
        // Checks of certificates run on another thread, because they may block.
        SslHandler handler = new SslHandler(
                tls.get(),
                task -> Thread.ofVirtual().name("slipstream-netty-tls").start(task));
        handler.setHandshakeTimeoutMillis(0); // 0: only the connect timeout of the websocket handshake applies
        ctx.pipeline().addFirst(handler);
    }

    private void upgrade(ChannelHandlerContext ctx) {
        stage = Stage.UPGRADE;
        addCodec(ctx);
        write(ctx, requests.upgrade());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // if a write fails, the end of TCP or the timeout fails the attempt
    private static void write(ChannelHandlerContext ctx, FullHttpRequest request) {
        ctx.writeAndFlush(request);
    }

    private void addCodec(ChannelHandlerContext ctx) {
        HttpClientCodec added = new HttpClientCodec(MAX_LINE_BYTES, MAX_HEAD_BYTES, MAX_CHUNK_BYTES);
        ctx.pipeline().addBefore(ctx.name(), null, added);
        codec = added;
    }

    private void removeCodec(ChannelPipeline pipeline) {
        if (codec != null) {
            pipeline.remove(codec);
            codec = null;
        }
    }

    // --- events of Netty --------------------------------------------------------------------------------------------

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done && stage == Stage.TLS) {
            if (done.isSuccess()) {
                upgrade(ctx);
            } else {
                fail(failures.ofHandshake(done.cause()));
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            switch (message) {
                case HttpObject http -> read(ctx, http);
                case ByteBuf bytes when bytes.isReadable() -> readUnasked();
                default -> {}
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (stage == Stage.TUNNELED) {
            secure(ctx);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (stage == Stage.UPGRADE && response != null) {
            refused(response); // with the part of the body that has arrived
        } else {
            ended(new ClosedChannelException());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable error) {
        ended(error);
    }

    private void ended(Throwable error) {
        fail(
                switch (stage) {
                    case CONNECTING -> failures.ofSocks();
                    case TUNNEL, TUNNELED -> new Failure.ProxyFailed("the proxy ended TCP");
                    case TLS, UPGRADE, OVER -> failures.ofHandshake(error);
                });
    }

    private void fail(Failure failure) {
        if (stage != Stage.OVER) {
            stage = Stage.OVER;
            transport.accept(new WebSocketInput.OpeningFailed(failure));
        }
    }

    /** Fails the attempt, because bytes arrived before the first request to the server. */
    private void readUnasked() {
        fail(new Failure.ProxyFailed("the proxy sent bytes after its answer, before the request to the server"));
    }

    // --- responses --------------------------------------------------------------------------------------------------

    private void read(ChannelHandlerContext ctx, HttpObject http) {
        if (stage != Stage.TUNNEL && stage != Stage.UPGRADE) {
            return; // the response was already handled
        }
        if (http.decoderResult().isFailure()) {
            fail(
                    stage == Stage.TUNNEL
                            ? new Failure.ProxyFailed("the proxy's answer is not valid HTTP")
                            : new Failure.HandshakeInvalid(
                                    "the server's answer is not valid HTTP, or its headers are too long"));
            return;
        }
        if (http instanceof HttpResponse head) {
            readHead(ctx, head);
        }
        if (http instanceof HttpContent content && response != null && stage == Stage.UPGRADE) {
            readBody(ctx, response, content);
        }
    }

    private void readHead(ChannelHandlerContext ctx, HttpResponse head) {
        int status = head.status().code();
        if (status < 200 && status != SWITCHING_PROTOCOLS) {
            interimResponses++;
            if (interimResponses > MAX_INTERIM_RESPONSES) {
                fail(new Failure.HandshakeInvalid("the server sent too many interim responses"));
            }
        } else if (stage == Stage.UPGRADE) {
            response = head;
            if (status == SWITCHING_PROTOCOLS) {
                requests.check(headers(head)).ifPresent(this::fail);
            }
        } else if (status / 100 == 2) {
            stage = Stage.TUNNELED;
            removeCodec(ctx.pipeline());
        } else {
            fail(new Failure.ProxyFailed(
                    status == PROXY_AUTHENTICATION_REQUIRED
                            ? "the proxy requires credentials"
                            : "the proxy refused to connect with status " + status));
        }
    }

    private void readBody(ChannelHandlerContext ctx, HttpResponse head, HttpContent content) {
        ByteBuf bytes = content.content();
        byte[] part = new byte[Math.min(bytes.readableBytes(), MAX_BODY_BYTES - body.size())];
        bytes.readBytes(part);
        body.writeBytes(part);
        if (head.status().code() == SWITCHING_PROTOCOLS) {
            upgraded(ctx, head);
        } else if (content instanceof LastHttpContent || body.size() == MAX_BODY_BYTES) {
            refused(head);
        }
    }

    private void refused(HttpResponse head) {
        // A character that the limit cuts in two becomes a replacement character.
        fail(new Failure.HandshakeRefused(head.status().code(), headers(head), body.toString(StandardCharsets.UTF_8)));
    }

    private void upgraded(ChannelHandlerContext ctx, HttpResponse head) {
        stage = Stage.OVER;
        Map<String, List<String>> headers = headers(head);
        switch (requests.compressionAnswer(headers)) {
            case DeflateAnswer.Declined() -> open(ctx, headers, null);
            case DeflateAnswer.Accepted(var parameters) ->
                open(ctx, headers, netty.compress(requests.compression(), parameters));
            case DeflateAnswer.Invalid(var problem) -> failExtensions(ctx, problem);
        }
    }

    private void open(
            ChannelHandlerContext ctx, Map<String, List<String>> headers, @Nullable MessageInflater inflater) {
        ChannelPipeline pipeline = ctx.pipeline();
        FrameReader reader = new FrameReader(maxMessageBytes, inflater);
        pipeline.replace(this, null, new FrameHandler(netty, transport, reader));
        transport.accept(new WebSocketInput.Opened(headers));
        removeCodec(pipeline); // the frames that arrived with the response are read now
        netty.switched();
    }

    /** Fails the attempt with the close code 1010, because the server answered the offer wrongly. */
    private void failExtensions(ChannelHandlerContext ctx, String problem) {
        removeCodec(ctx.pipeline()); // it would refuse the close frame
        netty.answerClose(DeflateOffer.INVALID_EXTENSIONS);
        transport.accept(new WebSocketInput.OpeningFailed(new Failure.HandshakeInvalid("the server's "
                + DeflateOffer.HEADER + " " + problem + "; closed with " + DeflateOffer.INVALID_EXTENSIONS)));
    }

    private static Map<String, List<String>> headers(HttpResponse head) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        head.headers()
                .forEach(header -> headers.computeIfAbsent(
                                header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                        .add(header.getValue()));
        return headers;
    }
}
