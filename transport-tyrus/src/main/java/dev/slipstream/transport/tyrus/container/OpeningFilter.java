package dev.slipstream.transport.tyrus.container;

import dev.slipstream.core.machine.websocket.SerialQueue;
import jakarta.websocket.CloseReason.CloseCodes;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.CloseReason;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.IOEvent;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.ssl.SSLFilter;
import org.glassfish.tyrus.core.HandshakeException;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.glassfish.tyrus.spi.ClientEngine;
import org.jspecify.annotations.Nullable;

/**
 * Opens one connection: TCP, the proxy tunnel, TLS and the upgrade. Then passes the bytes of the websocket to Tyrus.
 *
 * <p>Every event is a task of one {@link SerialQueue}, because Grizzly may report the end of TCP on any thread.
 */
final class OpeningFilter extends BaseFilter {

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private enum Stage {
        TUNNEL,
        UPGRADE,
        OPEN,
        OVER
    }

    private final HandshakeEvents events;
    private final ClientEngine engine;
    private final String key;
    private final SerialQueue serial = new SerialQueue(this::thrown);

    // --- fields of the serial queue ---------------------------------------------------------------------------------
    private Stage stage;
    private boolean connected;
    private HttpResponseReader reader;
    private org.glassfish.tyrus.spi.@Nullable Connection websocket;

    OpeningFilter(HandshakeEvents events, ClientEngine engine, String key) {
        this.events = events;
        this.engine = engine;
        this.key = key;
        this.stage = events.plan().tunnelRequest().isPresent() ? Stage.TUNNEL : Stage.UPGRADE;
        this.reader = new HttpResponseReader();
    }

    /** Returns the filters of a new connection. With a proxy, the filter of TLS is added when the tunnel is open. */
    FilterChain firstChain() {
        return chain(stage == Stage.TUNNEL ? Optional.empty() : events.plan().tls());
    }

    private FilterChain chain(Optional<SSLContext> tls) {
        FilterChainBuilder chain = FilterChainBuilder.stateless().add(new TransportFilter());
        tls.ifPresent(context -> chain.add(
                new SSLFilter(null, new HostCheckedTls(context, events.plan().host()))));
        return chain.add(this).build();
    }

    // --- reports of Grizzly -----------------------------------------------------------------------------------------

    @Override
    public NextAction handleConnect(FilterChainContext ctx) {
        Connection<SocketAddress> connection = connection(ctx);
        events.reached(new Connected(connection));
        serial.run(() -> {
            connected = true;
            ConnectPlan plan = events.plan();
            write(
                    connection,
                    plan.tunnelRequest().orElseGet(() -> plan.upgradeRequest().apply(key)));
        });
        return ctx.getInvokeAction();
    }

    @Override
    public NextAction handleRead(FilterChainContext ctx) {
        Buffer buffer = ctx.getMessage();
        Connection<SocketAddress> connection = connection(ctx);
        boolean isEncrypted = ctx.getFilterChain().indexOfType(SSLFilter.class) >= 0;
        serial.run(() -> {
            read(connection, buffer.toByteBuffer(), isEncrypted);
            buffer.tryDispose();
            pauseIfAsked(connection);
        });
        return ctx.getStopAction();
    }

    @Override
    public NextAction handleClose(FilterChainContext ctx) {
        CloseReason reason = ctx.getConnection().getCloseReason();
        // Grizzly reports a failure of TLS only as the reason for the end of TCP.
        serial.run(() -> ended(reason == null ? new EOFException() : reason.getCause()));
        return ctx.getInvokeAction();
    }

    @Override
    public void exceptionOccurred(FilterChainContext ctx, Throwable error) {
        serial.run(() -> fail(error));
    }

    @SuppressWarnings("unchecked") // for TCP, Grizzly's addresses are SocketAddress
    private static Connection<SocketAddress> connection(FilterChainContext ctx) {
        return ctx.getConnection();
    }

    /** Fails the attempt, because TCP could not be opened. */
    void unreachable(Throwable error) {
        serial.run(() -> fail(error));
    }

    private void thrown(Throwable error) {
        if (stage == Stage.OPEN) {
            stage = Stage.OVER;
            events.broke(error);
        } else {
            fail(error);
        }
    }

    // --- the stages -------------------------------------------------------------------------------------------------

    private void fail(Throwable error) {
        if (stage == Stage.TUNNEL || stage == Stage.UPGRADE) {
            boolean isOfProxy = stage == Stage.TUNNEL && !(error instanceof TunnelFailedException);
            stage = Stage.OVER;
            engine.processError(isOfProxy ? new TunnelFailedException("the proxy cannot be reached") : plain(error));
        }
    }

    /**
     * Replaces an error that does not tell the cause. If TCP cannot be opened, two threads of Grizzly race. Depending
     * on the winner, Grizzly reports the cause, or only a closed socket.
     */
    private Throwable plain(Throwable error) {
        boolean vague = error instanceof IOException && !(error instanceof SocketException);
        return vague && !connected ? new ConnectException() : error;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a failed write also ends the connection
    private static void write(Connection<SocketAddress> connection, byte[] request) {
        connection.write(Buffers.wrap(connection.getMemoryManager(), request));
    }

    /**
     * Reads bytes of the proxy or the server.
     *
     * @param isEncrypted whether the bytes arrived through TLS; on a connection with TLS, other bytes are the proxy's
     */
    private void read(Connection<SocketAddress> connection, ByteBuffer bytes, boolean isEncrypted) {
        try {
            while (bytes.hasRemaining() && stage != Stage.OVER) {
                if (stage != Stage.TUNNEL && !isEncrypted && events.plan().tls().isPresent()) {
                    failBehindTunnel(connection);
                    return;
                }
                switch (stage) {
                    case TUNNEL ->
                        reader.read(bytes).ifPresent(response -> tunnelled(connection, response, bytes.hasRemaining()));
                    case UPGRADE -> reader.read(bytes).ifPresent(response -> upgraded(connection, response));
                    case OPEN -> giveToTyrus(bytes);
                    case OVER -> {}
                }
            }
        } catch (ProtocolException e) {
            fail(stage == Stage.TUNNEL ? new TunnelFailedException("the proxy's answer is not valid HTTP") : e);
            connection.closeSilently();
        }
    }

    /** Passes bytes to Tyrus, which copies them. */
    private void giveToTyrus(ByteBuffer bytes) {
        if (websocket != null) {
            websocket.getReadHandler().handle(bytes);
        }
        bytes.position(bytes.limit());
    }

    private void pauseIfAsked(Connection<SocketAddress> connection) {
        if (events.mayRead()) {
            return;
        }
        try {
            connection.disableIOEvent(IOEvent.READ);
            events.readingStopped();
        } catch (IOException e) {
            connection.terminateSilently(); // handleClose then reports the end
        }
    }

    private record Connected(Connection<SocketAddress> connection) implements RawSocket {

        @Override
        public void cut() {
            connection.terminateSilently();
        }

        @Override
        public void resume() {
            try {
                connection.enableIOEvent(IOEvent.READ);
            } catch (IOException e) { // the connection is closed already
                connection.terminateSilently();
            }
        }
    }

    /**
     * Fails the attempt, because bytes arrived before the first request to the server. The proxy or an attacker sent
     * them.
     */
    private void failBehindTunnel(Connection<SocketAddress> connection) {
        fail(new TunnelFailedException("the proxy sent bytes after its answer, before the request to the server"));
        connection.closeSilently();
    }

    private void tunnelled(Connection<SocketAddress> connection, HttpResponse response, boolean hasMore) {
        if (response.status() / 100 != 2) {
            fail(new TunnelFailedException(
                    response.status() == PROXY_AUTHENTICATION_REQUIRED
                            ? "the proxy requires credentials"
                            : "the proxy refused to connect with status " + response.status()));
            connection.closeSilently();
            return;
        }
        if (hasMore) {
            failBehindTunnel(connection);
            return;
        }
        stage = Stage.UPGRADE;
        reader = new HttpResponseReader();
        connection.setProcessor(chain(events.plan().tls()));
        write(connection, events.plan().upgradeRequest().apply(key));
    }

    private void upgraded(Connection<SocketAddress> connection, HttpResponse response) {
        events.answered(response);
        if (response.status() != SWITCHING_PROTOCOLS) {
            // Tyrus must not receive this response, because Tyrus itself would retry after a 401.
            fail(new HandshakeException(response.status(), "refused"));
            connection.closeSilently();
            return;
        }
        if (!events.isAwaited()) {
            stage = Stage.OVER;
            connection.closeSilently();
            return;
        }
        stage = Stage.OPEN;
        ClientEngine.ClientUpgradeInfo upgrade = engine.processResponse(
                forTyrus(response), new GrizzlyWriter(connection, events), reason -> connection.closeSilently());
        switch (upgrade.getUpgradeStatus()) {
            case SUCCESS -> websocket = upgrade.createConnection();
            case UPGRADE_REQUEST_FAILED, ANOTHER_UPGRADE_REQUEST_REQUIRED -> connection.closeSilently();
        }
    }

    /** Copies only the headers that Tyrus checks, because Tyrus may log all headers of a response. */
    private static TyrusUpgradeResponse forTyrus(HttpResponse response) {
        TyrusUpgradeResponse upgrade = new TyrusUpgradeResponse();
        upgrade.setStatus(response.status());
        for (String name : List.of("upgrade", "connection", "sec-websocket-accept")) {
            List<String> values = response.headers().getOrDefault(name, List.of());
            if (!values.isEmpty()) {
                upgrade.getHeaders().put(name, List.of(String.join(", ", values)));
            }
        }
        return upgrade;
    }

    private void ended(IOException why) {
        if (!connected) {
            return; // TCP was not opened: Grizzly's connector reports the cause
        }
        if (websocket != null) {
            websocket.close(new jakarta.websocket.CloseReason(CloseCodes.CLOSED_ABNORMALLY, "TCP ended"));
            websocket = null;
            stage = Stage.OVER;
            return;
        }
        if (stage == Stage.UPGRADE) {
            reader.soFar().ifPresent(events::answered);
        }
        fail(why);
    }
}
