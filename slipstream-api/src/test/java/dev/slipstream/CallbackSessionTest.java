// This file has more than 300 lines, because all outcomes of a wait inside a callback are tried on one client.
package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.AssignKey;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.TopicCloseReason;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Sessions inside callbacks: commit points, the sockets that a callback may return, and the end of an await. If a
 * callback throws after an await, only the operations after the await (the last segment) are discarded.
 */
class CallbackSessionTest {

    private static final AssignKey<Integer> COUNT = AssignKey.of("count", 0);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final String CLIENT = "client \\w{8} \\(ws://localhost/socket/websocket\\)";

    private final FakeTransports transports = new FakeTransports(new FakeTransports.Server() {
        @Override
        public void took(FakeSocket socket, Message message) {
            switch (message.topic()) {
                case "refused" -> socket.reply(message, "error", "{\"reason\":\"no\"}");
                case "welcome" -> socket.reply(message, "ok", "{\"hello\":1}");
                default -> socket.answer(message);
            }
        }
    });

    private final Journal journal = new Journal();
    private final RunningClient client = Slipstream.start(new LobbyClient(journal).continuing(), transports.options());
    /** The stage of the last step. */
    private CompletionStage<Void> stage = CompletableFuture.completedStage(null);

    private final FakeSocket server = transports.next();

    CallbackSessionTest() {
        journal.expect("joined");
    }

    @AfterEach
    void close() {
        client.close();
    }

    /** Runs a step as a callback. Returns the exception that it threw, or "fine". */
    private String running(UnaryOperator<Socket> step) {
        CompletableFuture<String> done = new CompletableFuture<>();
        stage = client.run(socket -> {
            try {
                Socket returned = step.apply(socket);
                done.complete("fine");
                return returned;
            } catch (Throwable thrown) {
                done.complete(thrown.getClass().getSimpleName() + ": " + thrown.getMessage());
                throw thrown;
            }
        });
        return done.orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Waits until the stage of the last step fails with this message. */
    private void expectRejection(String message) {
        assertThat(stage.toCompletableFuture())
                .failsWithin(Journal.PATIENCE)
                .withThrowableThat()
                .withMessageContaining(message);
    }

    @Test
    void requestReturnsReplyAndEarlierSocketMayBeReturned() {
        AtomicReference<Reply> reply = new AtomicReference<>();
        assertThat(running(socket -> {
                    reply.set(Slipstream.session(socket).request("rooms:lobby", "ping", Map.of()));
                    return socket.push("rooms:lobby", "after", Map.of());
                }))
                .isEqualTo("fine");
        assertThat(reply.get()).isInstanceOf(Reply.Ok.class);
        server.took("after");
    }

    @Test
    void joinReturnsResponseAndRefusalThrows() {
        assertThat(running(socket -> {
                    Session session = Slipstream.session(socket);
                    journal.note(session.join("welcome").text());
                    assertThat(session.socket().isJoined("welcome")).isTrue();
                    assertThatThrownBy(() -> session.join("refused"))
                            .isInstanceOfSatisfying(
                                    JoinFailedException.class,
                                    failed -> assertThat(failed.reason())
                                            .isInstanceOf(TopicCloseReason.JoinRefused.class));
                    journal.note(session.join("welcome", Map.of("n", 2)).text() + " again");
                    assertThat(session.join("rooms:lobby").isEmptyObject()).isTrue();
                    return session.socket();
                }))
                .isEqualTo("fine");
        journal.expect("{\"hello\":1}");
        journal.expect("{\"hello\":1} again");
        assertThat(journal.lines()).containsOnlyOnce("joined");
    }

    @Test
    void commitPointAppliesOperationsInProgramOrder() {
        assertThat(running(socket -> {
                    Socket first = socket.push("rooms:lobby", "one", Map.of());
                    Session session = Slipstream.session(first).push("rooms:lobby", "two", Map.of());
                    Socket second = session.socket().push("rooms:lobby", "three", Map.of());
                    session.apply(second).push("rooms:lobby", "four", Map.of());
                    return session.socket().push("rooms:lobby", "five", Map.of());
                }))
                .isEqualTo("fine");
        server.took("five");
        assertThat(server.log())
                .endsWith(
                        "one rooms:lobby",
                        "two rooms:lobby",
                        "three rooms:lobby",
                        "four rooms:lobby",
                        "five rooms:lobby");
    }

    @Test
    void ancestorOrDescendantOfAppliedSocketMayBeReturned() {
        assertThat(running(socket -> {
                    Socket first = socket.push("rooms:lobby", "one", Map.of());
                    assertThat(Slipstream.session(first).request("rooms:lobby", "ping", Map.of()))
                            .isInstanceOf(Reply.Ok.class);
                    return first.push("rooms:lobby", "descendant", Map.of());
                }))
                .isEqualTo("fine");
        server.took("descendant");
        assertThat(running(socket -> {
                    Socket first = socket.push("rooms:lobby", "two", Map.of());
                    assertThat(Slipstream.session(first).request("rooms:lobby", "ping", Map.of()))
                            .isInstanceOf(Reply.Ok.class);
                    return socket.assign(COUNT, 5);
                }))
                .isEqualTo("fine");
        running(socket -> {
            journal.note("count " + socket.assigned(COUNT));
            return socket;
        });
        journal.expect("count 5");
        assertThat(server.log())
                .filteredOn(line -> !line.startsWith("p"))
                .containsExactly("one rooms:lobby", "descendant rooms:lobby", "two rooms:lobby");
    }

    @Test
    void siblingOfTheAppliedSocketThrows() {
        running(socket -> {
            Socket sibling = socket.push("rooms:lobby", "sibling", Map.of());
            Slipstream.session(socket.push("rooms:lobby", "posted", Map.of()));
            return sibling;
        });
        expectRejection("cannot apply this socket: it lacks 1 operation(s) that run of client ");
        expectRejection(" (ws://localhost/socket/websocket) has applied; continue with session.socket()");
        assertThat(server.log()).contains("posted rooms:lobby").doesNotContain("sibling rooms:lobby");
    }

    @Test
    void socketOfEarlierCallbackThrows() {
        AtomicReference<Socket> kept = new AtomicReference<>();
        running(socket -> {
            kept.set(socket);
            return socket;
        });
        running(socket -> kept.get());
        expectRejection(
                ": it belongs to an earlier callback; return a socket that derives from the one that run received");
    }

    @Test
    void socketOfOtherClientThrows() {
        try (RunningClient other = Slipstream.start(new SlipstreamClient() {}, transports.options())) {
            AtomicReference<Socket> theirs = new AtomicReference<>();
            CompletionStage<Void> taken = other.run(socket -> {
                theirs.set(socket);
                return socket;
            });
            Journal.eventually(() -> taken.toCompletableFuture().isDone(), "the other client ran");
            running(socket -> theirs.get());
            expectRejection(" returned: it belongs to another client, which never connected; this client connects"
                    + " to ws://localhost/socket/websocket; use the socket that run received");
            assertThat(running(socket -> Slipstream.session(theirs.get()).socket()))
                    .matches("IllegalStateException: cannot use a session of client \\w{8} on thread \\d+ \".*\": it"
                            + " runs none of this client's callbacks, and no callback is running; call"
                            + " Slipstream.session in a callback");
        }
    }

    @Test
    void awaitThrowsIfOperationsAreNotApplied() {
        assertThat(running(socket -> {
                    Session session = Slipstream.session(socket);
                    Socket ahead = session.socket().push("rooms:lobby", "ahead", Map.of());
                    session.request("rooms:lobby", "ping", Map.of());
                    return ahead;
                }))
                .matches("IllegalStateException: cannot use the session: run of " + CLIENT
                        + " has written 1 operation\\(s\\) and not applied them; call session.apply\\(socket\\) first");
        expectRejection("not applied");
        assertThat(server.log()).doesNotContain("ping rooms:lobby");
    }

    @Test
    void exceptionAfterAwaitDiscardsOnlyLastSegment() {
        running(socket -> {
            Socket first = socket.push("rooms:lobby", "kept", Map.of()).assign(COUNT, 1);
            Session session = Slipstream.session(first);
            session.request("rooms:lobby", "ping", Map.of());
            Socket second =
                    session.socket().push("rooms:lobby", "gone", Map.of()).assign(COUNT, 2);
            throw new IllegalStateException("with " + second.assigned(COUNT));
        });
        expectRejection("with 2");
        running(socket -> {
            journal.note("count " + socket.assigned(COUNT));
            return socket;
        });
        journal.expect("count 1");
        assertThat(server.log()).contains("kept rooms:lobby").doesNotContain("gone rooms:lobby");
    }

    @Test
    void sessionThrowsAfterItsCallback() {
        AtomicReference<Session> kept = new AtomicReference<>();
        running(socket -> {
            kept.set(Slipstream.session(socket));
            return socket;
        });
        assertThat(running(socket -> kept.get().socket()))
                .matches("IllegalStateException: this session has ended, because run of " + CLIENT
                        + " has ended; call Slipstream.session in each callback");
    }

    @Test
    void sessionOnOtherThreadThrows() {
        assertThat(running(socket -> {
                    Session session = Slipstream.session(socket);
                    CompletableFuture<String> elsewhere = CompletableFuture.supplyAsync(() -> {
                        assertThatThrownBy(session::socket)
                                .hasMessageMatching(
                                        "cannot use this session on thread \\d+ \".*\": it belongs to run of "
                                                + CLIENT
                                                + ", and run runs on thread \\d+ \".*\"; use a session on one thread"
                                                + " only");
                        assertThatThrownBy(() -> Slipstream.session(socket))
                                .hasMessageContaining("runs none of this client's callbacks, and run runs on thread ");
                        return "both throw";
                    });
                    journal.note(elsewhere
                            .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                            .join());
                    return socket;
                }))
                .isEqualTo("fine");
        journal.expect("both throw");
    }

    @Test
    void awaitLeavesOtherMessagesInOrder() {
        assertThat(running(socket -> {
                    for (int i = 0; i < 5; i++) {
                        server.broadcast("rooms:lobby", "m" + i, "{}");
                    }
                    Event.MessageReceived third =
                            Slipstream.session(socket).await(EventMatcher.messageOn("rooms:lobby", "m3"));
                    journal.note("awaited " + third.event());
                    return socket;
                }))
                .isEqualTo("fine");
        journal.expect("m4");
        assertThat(journal.lines()).endsWith("awaited m3", "m0", "m1", "m2", "m4");
    }

    @Test
    void endOfConnectionEndsAwaitAndReachesItsCallback() {
        assertThat(running(socket -> {
                    Session session = Slipstream.session(socket);
                    server.cut();
                    for (int i = 0; i < 2; i++) {
                        assertThatThrownBy(() -> session.await(EventMatcher.messageOn("rooms:lobby")))
                                .isInstanceOfSatisfying(
                                        AwaitEndedException.class,
                                        ended -> assertThat(ended.reason())
                                                .isEqualTo(new AwaitEndReason.Disconnected(new DisconnectReason.Failed(
                                                        new Failure.ConnectionLost("cut")))));
                    }
                    assertThat(session.socket().isConnected()).isTrue();
                    return socket;
                }))
                .isEqualTo("fine");
        journal.expect("Failed[failure=ConnectionLost[detail=cut]]");
        journal.expect("joined");
    }

    @Test
    void endOfTopicEndsAwaitOfItsMessage() {
        assertThat(running(socket -> {
                    server.crash(server.took("phx_join"));
                    assertThatThrownBy(() ->
                                    Slipstream.session(socket).awaitMessage("rooms:lobby", "hello", Journal.PATIENCE))
                            .isInstanceOfSatisfying(
                                    AwaitEndedException.class,
                                    ended -> assertThat(ended.reason())
                                            .isEqualTo(new AwaitEndReason.TopicClosed(
                                                    "rooms:lobby",
                                                    new TopicCloseReason.Crashed(FakeSocket.json(Map.of())))));
                    return socket;
                }))
                .isEqualTo("fine");
        journal.expect("joined");
    }

    @Test
    void lateMessageIsDeliveredToCallback() {
        assertThat(running(socket -> {
                    Session session = Slipstream.session(socket);
                    assertThatThrownBy(() -> session.await(EventMatcher.messageOn("rooms:lobby", "late"), SHORT))
                            .isInstanceOf(AwaitTimeoutException.class)
                            .hasMessageContaining("PT0.05S");
                    assertThat(session.request("rooms:lobby", "never answered", Map.of(), SHORT))
                            .isEqualTo(new Reply.Lost(new Failure.TimedOut(SHORT), true));
                    return socket;
                }))
                .isEqualTo("fine");
        server.broadcast("rooms:lobby", "late", "{}");
        journal.expect("late");
    }

    @Test
    void interruptEndsAwaitAndStaysSet() {
        assertThat(running(socket -> {
                    Thread.currentThread().interrupt();
                    assertThatThrownBy(() -> Slipstream.session(socket).await(EventMatcher.closed()))
                            .isInstanceOf(AwaitInterruptedException.class);
                    assertThat(Thread.interrupted()).isTrue();
                    return socket;
                }))
                .isEqualTo("fine");
    }

    @Test
    void requestedStopWaitsForAwaitingCallback() {
        assertThat(running(socket -> {
                    client.stop(new StopReason.Normal());
                    assertThat(Slipstream.session(socket).request("rooms:lobby", "ping", Map.of()))
                            .isInstanceOf(Reply.Ok.class);
                    return socket;
                }))
                .isEqualTo("fine");
        assertThat(client.whenStopped().toCompletableFuture().join()).isEqualTo(new StopReason.Normal());
    }

    @Test
    void afterStopAwaitsEndAtOnceAndSendNothing() {
        String ended =
                "ended early, because the client disconnected, or is ending; connect again, or start a new client";
        List<UnaryOperator<Session>> awaits = List.of(
                session -> session.leave("rooms:lobby"),
                session -> session.disconnect(),
                session -> {
                    session.join("rooms:other");
                    return session;
                },
                session -> {
                    session.request("rooms:lobby", "asked", Map.of());
                    return session;
                },
                session -> {
                    session.await(EventMatcher.messageOn("rooms:lobby"), Duration.ofMinutes(1));
                    return session;
                });
        assertThat(running(socket -> {
                    Session session = Slipstream.session(socket.stop(new StopReason.Normal()));
                    for (UnaryOperator<Session> await : awaits) {
                        assertThatThrownBy(() -> await.apply(session))
                                .isInstanceOfSatisfying(
                                        AwaitEndedException.class,
                                        thrown -> assertThat(
                                                        thrown.getClass().getSimpleName() + ": " + thrown.getMessage())
                                                .startsWith("AwaitEndedException: the wait for ")
                                                .endsWith(ended));
                    }
                    return session.socket();
                }))
                .isEqualTo("fine");
        assertThat(client.whenStopped()
                        .toCompletableFuture()
                        .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                        .join())
                .isEqualTo(new StopReason.Normal());
        assertThat(server.log()).containsExactly("phx_join rooms:lobby");
    }

    @Test
    void awaitedEndOfConnectionDoesNotReachCallback() {
        DisconnectReason closed = new DisconnectReason.Closed(1012, "drain");
        assertThat(running(socket -> {
                    Session session = Slipstream.session(socket);
                    server.end(closed);
                    assertThat(session.awaitDisconnect(Journal.PATIENCE)).isEqualTo(closed);
                    assertThat(session.socket().isConnected()).isFalse();
                    assertThatThrownBy(() -> session.awaitDisconnect(SHORT))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("the client is DISCONNECTED");
                    return session.socket();
                }))
                .isEqualTo("fine");
        journal.expect("joined");
        assertThat(journal.lines()).doesNotContain(closed.toString());
    }
}
