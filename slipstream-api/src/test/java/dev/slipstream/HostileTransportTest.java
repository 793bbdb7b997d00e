package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Configuration;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.ReconnectPolicy;
import dev.slipstream.core.Socket;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Transports that call the listener at a wrong time, throw, or report nothing. */
class HostileTransportTest {

    private static final String REPLY =
            "[\"1\",\"1\",\"rooms:lobby\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]";
    private static final String BROADCAST = "[null,null,\"rooms:lobby\",\"m\",{}]";

    private final Journal journal = new Journal();
    private final AtomicInteger messages = new AtomicInteger();

    /** A transport that reports its opening before {@code open} has returned. Later it reports only its end. */
    private static class Lazy implements Transport {

        final TransportListener listener;

        Lazy(TransportListener listener) {
            this.listener = listener;
            opened();
        }

        void opened() {
            listener.opened(Map.of());
        }

        @Override
        public boolean send(Frame frame) {
            return true;
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void flush() {}

        @Override
        public void close(int code, String text) {
            listener.ended(new DisconnectReason.Requested());
        }

        @Override
        public void resumeReading() {}

        void receive(String frame) {
            listener.received(new Frame.Text(frame));
            listener.readComplete();
        }
    }

    /** A transport that answers each frame of the client with the reply to a join. */
    private static class Joining extends Lazy {

        Joining(TransportListener listener) {
            super(listener);
        }

        @Override
        public boolean send(Frame frame) {
            receive(REPLY);
            return true;
        }
    }

    /** Returns a client that disconnects when its topic is joined. */
    private LobbyClient client() {
        Configuration configuration = FakeTransports.configuration().toBuilder()
                .reconnectPolicy(ReconnectPolicy.never())
                .closeTimeout(Duration.ofMillis(100))
                .build();
        return new LobbyClient(journal)
                .onInit(socket -> socket.connect(configuration))
                .onJoin(Socket::disconnect)
                .onMessage((message, socket) -> {
                    messages.incrementAndGet();
                    return socket;
                });
    }

    /**
     * Runs a client on this transport until the client records the given line. Returns all lines of the client except
     * the last one, which {@code terminate} records.
     */
    private List<String> recorded(Function<TransportListener, Transport> transport, String last) {
        TransportProvider provider = new TransportProvider() {
            @Override
            public String name() {
                return "hostile";
            }

            @Override
            public Transport open(Handshake handshake, TransportListener listener) {
                return transport.apply(listener);
            }
        };
        try (RunningClient client = Slipstream.start(
                client(), StartOptions.builder().transport(provider).seed(1).build())) {
            journal.expect(last);
            assertThat(client.socket()).isNotNull();
        }
        assertThat(journal.lines()).endsWith("terminate Shutdown[]");
        return journal.lines().subList(0, journal.lines().size() - 1);
    }

    private static String failed(Class<?> thrown) {
        return new DisconnectReason.Failed(new Failure.Unexpected("the transport threw " + thrown.getName()))
                .toString();
    }

    private static String requested() {
        return new DisconnectReason.Requested().toString();
    }

    @Test
    void transportMayCallListenerFromWithinOpenSendAndClose() {
        assertThat(recorded(Joining::new, requested())).containsExactly("connected", "joined", requested());
    }

    @Test
    void readingPausesWhenTheBytesOfTheQueuedFramesReachTheLimit() {
        String large = "[null,null,\"rooms:lobby\",\"m\",\"" + "x".repeat(1 << 20) + "\"]";
        AtomicInteger taken = new AtomicInteger();
        recorded(
                listener -> new Lazy(listener) {
                    @Override
                    public boolean send(Frame frame) {
                        while (listener.received(new Frame.Text(large))) {
                            taken.incrementAndGet();
                        }
                        receive(REPLY);
                        return true;
                    }
                },
                requested());
        assertThat(taken).hasValue(15);
    }

    @Test
    void secondEndIsIgnored() {
        assertThat(recorded(
                        listener -> new Joining(listener) {
                            @Override
                            public void close(int code, String text) {
                                listener.ended(new DisconnectReason.Closed(1000, ""));
                                listener.ended(new DisconnectReason.Closed(1001, ""));
                                receive(BROADCAST);
                            }
                        },
                        requested()))
                .containsExactly("connected", "joined", requested());
        assertThat(messages).hasValue(0);
    }

    @Test
    void endInsideOpenFailsAttempt() {
        DisconnectReason refused = new DisconnectReason.ConnectFailed(new Failure.ConnectionRefused("localhost"));
        assertThat(recorded(
                        listener -> new Lazy(listener) {
                            @Override
                            void opened() {
                                listener.ended(refused);
                            }
                        },
                        refused.toString()))
                .containsExactly(refused.toString());
    }

    @Test
    void throwingOpenFailsAttempt() {
        DisconnectReason threw = new DisconnectReason.ConnectFailed(
                new Failure.Unexpected("the transport threw java.lang.NoClassDefFoundError"));
        assertThat(recorded(
                        listener -> {
                            throw new NoClassDefFoundError("some/Library");
                        },
                        threw.toString()))
                .containsExactly(threw.toString());
    }

    @Test
    void throwingSendEndsConnectionAndNothingIsSentAfterwards() {
        AtomicInteger sends = new AtomicInteger();
        assertThat(recorded(
                        listener -> new Lazy(listener) {
                            @Override
                            public boolean send(Frame frame) {
                                sends.incrementAndGet();
                                throw new StackOverflowError();
                            }

                            @Override
                            public void flush() {
                                sends.addAndGet(100);
                            }
                        },
                        failed(StackOverflowError.class)))
                .containsExactly("connected", failed(StackOverflowError.class));
        assertThat(sends).hasValue(1);
    }

    @Test
    void throwingFlushEndsConnection() {
        assertThat(recorded(
                        listener -> new Lazy(listener) {
                            @Override
                            public void flush() {
                                throw new LinkageError();
                            }
                        },
                        failed(LinkageError.class)))
                .containsExactly("connected", failed(LinkageError.class));
    }

    @Test
    void throwingCloseEndsConnectionAsRequested() {
        assertThat(recorded(
                        listener -> new Joining(listener) {
                            @Override
                            public void close(int code, String text) {
                                throw new InternalError();
                            }
                        },
                        requested()))
                .containsExactly("connected", "joined", requested());
    }

    @Test
    void unreportedCloseEndsAtDeadline() {
        assertThat(recorded(
                        listener -> new Joining(listener) {
                            @Override
                            public void close(int code, String text) {}
                        },
                        requested()))
                .containsExactly("connected", "joined", requested());
    }

    @Test
    void manyFramesReceivedWithinSendCauseNoRecursion() {
        int frames = 200_000;
        AtomicInteger depth = new AtomicInteger();
        AtomicInteger deepest = new AtomicInteger();
        AtomicInteger resumes = new AtomicInteger();
        assertThat(recorded(
                        listener -> new Lazy(listener) {
                            @Override
                            public boolean send(Frame frame) {
                                deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
                                for (int i = 0; i < frames; i++) {
                                    receive(BROADCAST);
                                }
                                receive(REPLY);
                                listener.ended(new DisconnectReason.Closed(1000, ""));
                                depth.decrementAndGet();
                                return true;
                            }

                            @Override
                            public void resumeReading() {
                                resumes.incrementAndGet();
                            }
                        },
                        new DisconnectReason.Closed(1000, "").toString()))
                .containsExactly("connected", "joined", new DisconnectReason.Closed(1000, "").toString());
        assertThat(deepest).hasValue(1);
        assertThat(resumes.get())
                .as("one marker is queued, not one for each frame above the limit")
                .isLessThan(100);
    }
}
