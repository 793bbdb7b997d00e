package dev.slipstream.system.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipstream.JoinFailedException;
import dev.slipstream.PushFailedException;
import dev.slipstream.ReplyException;
import dev.slipstream.RequestLostException;
import dev.slipstream.Session;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.AssignKey;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.JoinOptions;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Sends secrets to the server in every possible way, and receives secrets from the server. It records the text of every
 * value that it gets.
 */
final class CanaryClient implements SlipstreamClient {

    private static final AssignKey<Integer> COUNT = AssignKey.of("count", 0);

    static final String LOBBY = "rooms:lobby";
    static final String LOCKED = "rooms:locked";

    private final Configuration configuration;
    private final VisibleTexts texts;

    /** A payload whose encoding fails, with a secret in the exception. */
    record Unencodable() {

        public String getValue() {
            throw new IllegalStateException(Canary.THROWN);
        }
    }

    /** A type that no payload of the server matches. */
    record Other(Map<String, Integer> text) {}

    CanaryClient(Configuration configuration, VisibleTexts texts) {
        this.configuration = configuration;
        this.texts = texts;
    }

    @Override
    public Socket init(Socket socket) {
        return seen(socket.connect(configuration));
    }

    @Override
    public Socket handleEvent(Event event, Socket socket) {
        texts.see("text of an event", event);
        texts.see("text of a socket", socket + " " + socket.configuration() + socket.connection());
        return SlipstreamClient.super.handleEvent(event, socket);
    }

    @Override
    public Socket handleConnect(Socket socket) {
        JoinParams supplied = attempt -> CompletableFuture.completedFuture(Map.of("p", Canary.JOIN));
        JoinParams failing = attempt -> CompletableFuture.failedFuture(new IllegalStateException(Canary.USERS));
        return seen(socket.collectGarbage()
                .joinWith(
                        "rooms:supplied",
                        JoinOptions.builder().paramsSupplier(supplied).build())
                .joinWith(
                        "rooms:failing",
                        JoinOptions.builder().paramsSupplier(failing).build())
                .join(LOBBY, Map.of("p", Canary.JOIN)));
    }

    @Override
    public Socket handleJoin(String topic, Payload response, Socket socket) {
        if (!topic.equals(LOBBY)) {
            return socket;
        }
        mismatches(response);
        try {
            return socket.push(topic, "never", new Unencodable());
        } catch (IllegalArgumentException e) {
            texts.seeThrown("exception", e);
        }
        return seen(socket.push(topic, "bytes", Canary.PAYLOAD.getBytes(UTF_8))
                .request(topic, "refuse", Map.of("text", Canary.PAYLOAD), "refused")
                .request(topic, "echo", Map.of("text", Canary.PAYLOAD), "tag"));
    }

    private void mismatches(Payload payload) {
        for (Runnable read : new Runnable[] {
            () -> payload.as(Other.class),
            () -> payload.as(int.class),
            () -> payload.asList(Other.class),
            payload::bytes
        }) {
            try {
                read.run();
            } catch (RuntimeException e) {
                texts.seeThrown("exception", e);
            }
        }
    }

    @Override
    public Socket handleOutcome(Object tag, Reply reply, Socket socket) {
        texts.see("text of a reply", reply);
        if (reply instanceof Reply.Ok(var response)) {
            texts.seeThrown("exception", new ReplyException("echo on " + LOBBY, "error", response));
        }
        if (tag.equals("refused")) {
            return socket;
        }
        Session session = Slipstream.session(socket);
        try {
            session.join(LOCKED, Map.of("p", Canary.JOIN));
        } catch (JoinFailedException e) {
            texts.seeThrown("exception", e);
            texts.see("text of a reason", e.reason());
        }
        for (Runnable call : List.<Runnable>of(
                () -> session.push(LOCKED, "never", Map.of("text", Canary.PAYLOAD), Duration.ofSeconds(10)),
                () -> session.request(LOCKED, "never", Map.of("text", Canary.PAYLOAD), String.class),
                () -> session.request(LOBBY, "refuse", Map.of("text", Canary.PAYLOAD), String.class))) {
            try {
                call.run();
            } catch (PushFailedException e) {
                texts.seeThrown("exception", e);
                texts.see("text of a failure", e.failure());
            } catch (RequestLostException e) {
                texts.seeThrown("exception", e);
                texts.see("text of a failure", e.failure());
            } catch (ReplyException e) {
                texts.seeThrown("exception", e);
                texts.see("text of a response", e.response());
            }
        }
        return session.socket().send("throw");
    }

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        texts.see("text of a payload", payload);
        return event.equals("said") ? socket.assign(COUNT, payload.as(int.class)) : socket;
    }

    @Override
    public Socket handleInfo(Object message, Socket socket) {
        throw new IllegalStateException(Canary.USERS);
    }

    @Override
    public Socket handleFailure(Throwable thrown, String cause, Socket socket) {
        texts.see("text of a cause", cause);
        Socket continued = SlipstreamClient.super.handleFailure(thrown, cause, socket);
        return thrown.getMessage().equals(Canary.USERS) ? continued.stop(new StopReason.Failed(thrown)) : continued;
    }

    @Override
    public Socket handleTopicClose(String topic, TopicCloseReason reason, Socket socket) {
        texts.see("text of a reason", reason);
        return socket;
    }

    @Override
    public Socket handleDisconnect(DisconnectReason reason, Socket socket) {
        texts.see("text of a reason", reason);
        return socket;
    }

    @Override
    public Socket terminate(StopReason reason, Socket socket) {
        texts.see("text of a reason", reason);
        return socket;
    }

    /** Records the text of the socket's operations, as a user's log may print it. */
    private Socket seen(Socket socket) {
        texts.see("text of operations", socket.operations() + " " + socket.commands());
        return socket;
    }
}
