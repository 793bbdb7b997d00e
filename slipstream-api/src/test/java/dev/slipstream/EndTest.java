package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All ways in which a connected client can end. */
class EndTest {

    private final FakeTransports transports = new FakeTransports();
    private final Journal journal = new Journal();

    enum Way {
        STOPS_ITSELF,
        STOPS_FROM_THE_MIDDLE_OF_A_CALLBACK,
        THROWS,
        THROWS_IN_HANDLE_FAILURE,
        THROWS_IN_TERMINATE,
        LOSES_THE_JVM,
        RETURNS_NOTHING,
        IS_ASKED_TO_STOP,
        IS_CLOSED,
        IS_IGNORED_AFTER_ALL
    }

    /** A client that ends in the requested way. */
    private final class Ending implements SlipstreamClient {

        private Way way = Way.STOPS_ITSELF;

        @Override
        public Socket init(Socket socket) {
            return socket.connect(FakeTransports.configuration());
        }

        @Override
        public Socket handleConnect(Socket socket) {
            journal.note("connected");
            return socket;
        }

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            way = (Way) message;
            return switch (way) {
                case STOPS_ITSELF, THROWS_IN_TERMINATE -> socket.stop(new StopReason.Normal());
                case STOPS_FROM_THE_MIDDLE_OF_A_CALLBACK ->
                    Slipstream.session(socket.stop(new StopReason.Normal())).socket();
                case THROWS, THROWS_IN_HANDLE_FAILURE -> throw new IllegalStateException("planned");
                case LOSES_THE_JVM -> throw new InternalError("planned");
                case RETURNS_NOTHING -> nothing();
                case IS_IGNORED_AFTER_ALL -> socket.stop(new StopReason.Ignored());
                case IS_ASKED_TO_STOP, IS_CLOSED -> socket;
            };
        }

        @Override
        public Socket handleFailure(Throwable thrown, String cause, Socket socket) {
            if (way == Way.THROWS_IN_HANDLE_FAILURE) {
                throw new IllegalStateException("planned, too");
            }
            return socket.stop(new StopReason.Failed(thrown));
        }

        @Override
        public Socket terminate(StopReason reason, Socket socket) {
            journal.note("terminate " + reason.getClass().getSimpleName());
            if (way == Way.THROWS_IN_TERMINATE) {
                throw new IllegalStateException("planned");
            }
            return socket;
        }
    }

    @SuppressWarnings("NullAway") // returns null, like a client without null checks
    private static Socket nothing() {
        return null;
    }

    private StopReason end(Way way) {
        RunningClient client = Slipstream.start(new Ending(), transports.options());
        journal.expect("connected");
        switch (way) {
            case IS_ASKED_TO_STOP -> client.stop(new StopReason.Normal());
            case IS_CLOSED -> client.close();
            default -> client.send(way);
        }
        return client.whenStopped()
                .toCompletableFuture()
                .orTimeout(Journal.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @ParameterizedTest
    @EnumSource
    void everyEndOfClientClosesItsConnection(Way way) {
        end(way);

        FakeSocket server = transports.next();
        server.awaitClosed();
        assertThat(transports.all()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void terminateIsLastCallbackOfEveryEnd(Way way) {
        StopReason reason = end(way);

        assertThat(journal.lines())
                .containsExactly("connected", "terminate " + reason.getClass().getSimpleName());
    }

    @ParameterizedTest
    @EnumSource(names = {"STOPS_ITSELF", "THROWS", "IS_CLOSED"})
    void everyEndOfClientCancelsItsAttempt(Way way) {
        FakeTransports silent = new FakeTransports(new FakeTransports.Server() {
            @Override
            public void opening(FakeSocket socket) {
                journal.note("asked");
            }
        });
        RunningClient client = Slipstream.start(new Ending(), silent.options());
        journal.expect("asked");
        if (way == Way.IS_CLOSED) {
            client.close();
        } else {
            client.send(way);
        }
        FakeSocket server = silent.next();
        Journal.eventually(() -> server.closes.get() == 1, "the attempt is cancelled");
    }
}
