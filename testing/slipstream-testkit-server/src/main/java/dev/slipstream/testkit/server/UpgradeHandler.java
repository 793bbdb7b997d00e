package dev.slipstream.testkit.server;

import dev.slipstream.testkit.phoenix.ConnectResult;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import dev.slipstream.testkit.phoenix.WebServer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.Handshaker;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/** Converts HTTP requests to handshakes of the model. No thread of Jetty waits for the model's decision. */
final class UpgradeHandler extends Handler.Abstract {

    /** The default message limit of Phoenix's web servers. */
    private static final int MAX_MESSAGE_BYTES = 10_000_000;

    private final Handshaker handshaker = Handshaker.newInstance();
    private final Configuration.ConfigurationCustomizer limits = new Configuration.ConfigurationCustomizer();
    private final ServerLoop loop;
    private final WebServer webServer;
    private final WebSocketComponents components;
    private final Executor threads;
    private final boolean isCompressing;
    private final AtomicInteger connections = new AtomicInteger();

    UpgradeHandler(
            ServerLoop loop,
            WebServer webServer,
            WebSocketComponents components,
            Executor threads,
            boolean isCompressing) {
        this.loop = loop;
        this.webServer = webServer;
        this.components = components;
        this.threads = threads;
        this.isCompressing = isCompressing;
        limits.setMaxFrameSize(MAX_MESSAGE_BYTES);
        limits.setIdleTimeout(Duration.ZERO); // the model has its own timeout
        limits.setAutoFragment(isCompressing); // Jetty inflates messages above 4 KiB only in fragments
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!request.getHeaders().contains(HttpHeader.UPGRADE, "websocket")) {
            write(response, new ConnectResult.Refused(400, Map.of(), "not a websocket request"), callback);
            return true;
        }
        int number = connections.incrementAndGet();
        PhoenixInput.Connect connect =
                new PhoenixInput.Connect(number, request.getHttpURI().getPathQuery(), headers(request));
        loop.connect(
                connect,
                new JettyConnection(
                        number,
                        loop,
                        loop.framing(connect.target()),
                        new FragmentAssembly(webServer, MAX_MESSAGE_BYTES),
                        new JettyConnection.Handshake() {
                            @Override
                            public void accept(JettyConnection connection, Optional<String> subprotocol) {
                                threads.execute(
                                        () -> upgrade(number, connection, subprotocol, request, response, callback));
                            }

                            @Override
                            public void refuse(ConnectResult.Refused answer) {
                                threads.execute(() -> write(response, answer, callback));
                            }
                        }));
        return true;
    }

    private static Map<String, List<String>> headers(Request request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.computeIfAbsent(field.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(field.getValue());
        }
        return headers;
    }

    private void upgrade(
            int number,
            JettyConnection connection,
            Optional<String> subprotocol,
            Request request,
            Response response,
            Callback callback) {
        WebSocketNegotiator negotiator = (asked, answer, done) -> {
            subprotocol.ifPresent(answer::setAcceptedSubProtocol);
            if (!isCompressing) {
                answer.setExtensions(List.of()); // as in Phoenix by default; Jetty would accept compression
            }
            return connection;
        };
        boolean upgraded = handshaker.upgradeRequest(negotiator, request, response, callback, components, limits);
        if (!upgraded) {
            loop.gone(number);
            write(response, new ConnectResult.Refused(400, Map.of(), "invalid handshake"), callback);
        }
    }

    private static void write(Response response, ConnectResult.Refused answer, Callback callback) {
        response.setStatus(answer.status());
        answer.headers().forEach((name, values) -> response.getHeaders().put(name, values));
        response.write(true, ByteBuffer.wrap(answer.body().getBytes(StandardCharsets.UTF_8)), callback);
    }
}
