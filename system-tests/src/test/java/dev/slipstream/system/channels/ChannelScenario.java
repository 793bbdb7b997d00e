package dev.slipstream.system.channels;

import dev.slipstream.StartOptions;
import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Configuration;
import dev.slipstream.testkit.SocketTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A socket with channel handles in virtual time, and the notes that its handlers write. */
final class ChannelScenario implements AutoCloseable {

    static final String LOBBY = "rooms:lobby";
    static final Configuration CONFIGURATION = Configuration.of("ws://localhost/socket/websocket");

    final SocketTest test = SocketTest.open();
    final List<String> notes = new ArrayList<>();
    private Optional<ChannelSocket> socket = Optional.empty();

    /** Starts a socket whose connection is not accepted yet. */
    static ChannelScenario started() {
        return started(CONFIGURATION, options -> options);
    }

    static ChannelScenario started(Configuration configuration, UnaryOperator<StartOptions.Builder> changes) {
        ChannelScenario scenario = new ChannelScenario();
        scenario.test.startBy(options -> {
            ChannelSocket made = ChannelSocket.connect(
                    configuration, changes.apply(options.toBuilder()).build());
            scenario.socket = Optional.of(made);
            return made.client();
        });
        return scenario;
    }

    /** Prepares a socket that the test starts itself. */
    static ChannelScenario prepared() {
        return prepared(options -> options);
    }

    static ChannelScenario prepared(UnaryOperator<StartOptions.Builder> changes) {
        ChannelScenario scenario = new ChannelScenario();
        scenario.test.startBy(options -> {
            ChannelSocket made = ChannelSocket.prepare(
                    CONFIGURATION, changes.apply(options.toBuilder()).build());
            scenario.socket = Optional.of(made);
            return made.client();
        });
        return scenario;
    }

    /** Starts a socket that has joined the lobby. */
    static ChannelScenario joined() {
        ChannelScenario scenario = started();
        scenario.join();
        return scenario;
    }

    ChannelSocket socket() {
        return socket.orElseThrow();
    }

    Channel lobby() {
        return socket().channel(LOBBY);
    }

    /** Connects and joins the lobby. */
    void join() {
        CompletionStage<?> joined = lobby().join();
        test.connectAndJoin(LOBBY);
        test.await(joined);
    }

    /** Sends a message of the server on the lobby. */
    void say(String event, Object payload) {
        test.push(LOBBY, event, payload);
    }

    void shout(int number) {
        say("shout", Map.of("n", number));
    }

    void note(Object what) {
        notes.add(String.valueOf(what));
    }

    /** Returns the notes since the last call. */
    List<String> taken() {
        List<String> taken = List.copyOf(notes);
        notes.clear();
        return taken;
    }

    @Override
    public void close() {
        test.close();
    }
}
