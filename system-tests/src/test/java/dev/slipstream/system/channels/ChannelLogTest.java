package dev.slipstream.system.channels;

import static dev.slipstream.system.channels.ChannelScenario.CONFIGURATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.RunningClient;
import dev.slipstream.channels.MessageBuffer;
import dev.slipstream.channels.MessageBuffer.Overflow;
import dev.slipstream.core.TypeRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log lines of a client with channel handles. */
class ChannelLogTest {

    /** The name of the client. Lines of other clients in this JVM are ignored. */
    private static final String NAME = "channel-log-test";

    /** A strong reference, because the log manager holds loggers by weak references. */
    private static final Logger LOGGER = Logger.getLogger("dev.slipstream");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler capture = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.WARNING.intValue()
                    && line.getMessage().contains(NAME)) {
                lines.add(line.getLevel() + " " + line.getMessage().replaceAll(NAME + " \\w{8} ", "NAME "));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    private final ChannelScenario scenario = ChannelScenario.started(CONFIGURATION, options -> options.name(NAME));

    @BeforeEach
    void begin() {
        LOGGER.addHandler(capture);
        LOGGER.setUseParentHandlers(false); // keeps these lines out of the build's output
        scenario.join();
    }

    @AfterEach
    void end() {
        scenario.close();
        LOGGER.removeHandler(capture);
        LOGGER.setUseParentHandlers(true);
    }

    @Test
    void handlerThatThrowsIsLoggedWithTopicAndEventAndTheOthersRun() {
        scenario.lobby().on("shout", payload -> {
            throw new IllegalStateException("no room for you");
        });
        scenario.lobby().on("shout", payload -> scenario.note("second"));
        scenario.lobby().onAny(message -> scenario.note("any"));

        scenario.shout(1);
        scenario.shout(2);

        assertThat(scenario.notes).containsExactly("second", "any", "second", "any");
        assertThat(lines)
                .containsExactly(
                        "SEVERE client NAME (ws://localhost/socket/websocket): the handler of shout on rooms:lobby"
                                + " threw, and the other handlers still run: java.lang.IllegalStateException: no room for"
                                + " you");
        assertThatThrownBy(scenario::close).isInstanceOf(AssertionError.class).hasRootCauseMessage("no room for you");
    }

    @Test
    void failuresOfAnOnAnyHandlerAreLoggedOnceForAllEvents() {
        scenario.lobby().onAny(message -> {
            throw new IllegalStateException("planned");
        });

        scenario.say("first\nevent", Map.of());
        scenario.say("second", Map.of());

        assertThat(lines)
                .singleElement()
                .asString()
                .contains("the onAny handler on rooms:lobby, called with first\\u000aevent, threw, and the other"
                        + " handlers");
        assertThatThrownBy(scenario::close).hasRootCauseMessage("planned");
    }

    @Test
    void messageThatDoesNotFitIsLoggedWithTopicAndEvent() {
        scenario.lobby().on("shout", int[].class, numbers -> scenario.note("shout"));
        scenario.lobby().on("whisper", int[].class, numbers -> scenario.note("whisper"));

        scenario.shout(1);
        scenario.say("whisper", Map.of());
        scenario.shout(2);

        assertThat(lines)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).doesNotContain("handleMessage"))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("WARNING client NAME (ws://localhost/socket/websocket): the int[] handler"
                                        + " of shout on rooms:lobby could not decode shout: cannot decode payload"
                                        + " (JSON, 7 bytes) as int[]: "),
                        line -> assertThat(line)
                                .contains("the int[] handler of whisper on rooms:lobby could not decode whisper: "));
    }

    @Test
    void eachHandlerThatCannotDecodeAMessageIsLoggedByItsType() {
        scenario.lobby().on("shout", int[].class, numbers -> scenario.note("array"));
        scenario.lobby().on("shout", new TypeRef<List<String>>() {}, texts -> scenario.note("list"));
        scenario.lobby().on("shout", payload -> scenario.note("raw"));
        scenario.lobby().onAny(message -> scenario.note(message.as(String.class)));

        scenario.shout(1);

        assertThat(scenario.notes).containsExactly("raw");
        assertThat(lines)
                .extracting(line -> line.replaceAll(".*/websocket\\): |: cannot decode payload .*", ""))
                .containsExactly(
                        "the int[] handler of shout on rooms:lobby could not decode shout",
                        "the java.util.List<java.lang.String> handler of shout on rooms:lobby could not decode shout",
                        "the onAny handler on rooms:lobby could not decode shout");
    }

    @Test
    void handlersOfTheLifeCycleAreLoggedToo() {
        scenario.lobby().onLeave(cause -> {
            throw new IllegalStateException("planned");
        });
        scenario.lobby().onLeave(cause -> scenario.note("left"));
        scenario.lobby().leave();
        scenario.test.acceptLeave(ChannelScenario.LOBBY);

        assertThat(scenario.notes).containsExactly("left");
        assertThat(lines).singleElement().asString().contains("onLeave handler on rooms:lobby threw");
        assertThatThrownBy(scenario::close).hasRootCauseMessage("planned");
    }

    @Test
    void dropsAreLoggedOnceAndThenCounted() {
        scenario.lobby().messages(MessageBuffer.of(1, Overflow.DROP_NEWEST)).subscribe(new RecordingSubscriber(0));
        for (int n = 0; n < 5; n++) {
            scenario.shout(n);
        }
        assertThat(lines)
                .containsExactly("WARNING client NAME (ws://localhost/socket/websocket): a subscriber of rooms:lobby"
                        + " is too slow: its buffer for 1 message and 1048576 bytes is full, and dropped 1"
                        + " message (DROP_NEWEST); request messages earlier, or pass a larger MessageBuffer to"
                        + " messages()");

        scenario.test.advance(Duration.ofMinutes(2));
        scenario.shout(6);

        assertThat(lines).hasSize(2);
        assertThat(lines.get(1)).contains("(3 more in the last 120 s)");
    }

    @Test
    void missingPresenceStateIsLogged() {
        scenario.lobby().presence();
        scenario.test.crash(ChannelScenario.LOBBY);
        scenario.test.acceptJoin(ChannelScenario.LOBBY);
        lines.clear(); // removes the line about the crash
        scenario.test.advance(Duration.ofSeconds(10));

        assertThat(lines)
                .containsExactly("WARNING client NAME (ws://localhost/socket/websocket): no presence_state arrived on"
                        + " rooms:lobby within 10 s of the join: check that the app pushes"
                        + " Presence.list(socket) as presence_state after the join, or name another event with"
                        + " presence(stateEvent, diffEvent)");
    }

    @Test
    void reportsOfUserCodeAreLimitedByTheirCause() {
        RunningClient client = scenario.socket().client();
        client.report("late orders", "2 orders are late");
        client.report("late orders", "3 orders are late");
        client.report("lost orders", "1 order is lost");
        client.report("the order listener", "the order listener\nthrew", new IllegalStateException("a"));
        client.report("the order listener", "the order listener threw", new IllegalStateException("b"));
        client.report("the order listener", "the order listener threw", new IllegalArgumentException("c"));

        assertThat(lines)
                .extracting(line -> line.replaceAll(" client NAME \\S+:", ""))
                .containsExactly(
                        "WARNING 2 orders are late",
                        "WARNING 1 order is lost",
                        "SEVERE the order listener\\u000athrew: java.lang.IllegalStateException: a",
                        "SEVERE the order listener threw: java.lang.IllegalArgumentException: c");
        assertThatThrownBy(scenario::close).hasRootCauseMessage("a");
    }

    @Test
    void quietClientLogsNoProblems() {
        try (ChannelScenario quiet = ChannelScenario.started(
                CONFIGURATION, options -> options.name(NAME + "-quiet").quiet())) {
            quiet.join();
            quiet.lobby().presence();
            quiet.test.advance(Duration.ofSeconds(10));
        }

        assertThat(lines).isEmpty();
    }
}
