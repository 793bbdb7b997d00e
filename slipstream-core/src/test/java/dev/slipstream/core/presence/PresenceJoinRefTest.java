package dev.slipstream.core.presence;

import static dev.slipstream.core.presence.PresenceRecorder.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Command;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Payload;
import dev.slipstream.core.PlainEncoder;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Signature;
import dev.slipstream.core.Telemetry.DropReason;
import dev.slipstream.core.machine.Machines;
import dev.slipstream.core.machine.connection.ConnectionEffect;
import dev.slipstream.core.machine.connection.ConnectionInput;
import dev.slipstream.core.machine.connection.ConnectionMachine;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A view that gets its events from the state machine of a connection. The state machine drops and counts frames that do
 * not belong to the current join, so they never reach the view.
 */
class PresenceJoinRefTest {

    private static final Payload EMPTY = PlainEncoder.json("{}");
    private static final Connection FIRST = Connection.numbered(1);

    private final PresenceRecorder recorder = new PresenceRecorder();
    private final List<DropReason> dropped = new ArrayList<>();
    private final ConnectionMachine machine = new ConnectionMachine(FIRST, "2.0.0", EMPTY);

    @BeforeEach
    void open() {
        Configuration configuration = Configuration.of("ws://localhost/socket/websocket");
        accept(new Signature.OfCommand(FIRST, new Command.OpenConnection(configuration, Credentials.none())));
        accept(new ConnectionInput.Opened(new LinkedHashMap<>()));
    }

    @Test
    void framesBeforeTheReplyToTheJoinAreDropped() {
        join("1");

        receive(null, Presences.DIFF_EVENT, PresenceRecorder.diffOf("+ann=1"));
        receive("1", Presences.STATE_EVENT, PresenceRecorder.json("ann=1"));

        assertThat(dropped).containsExactly(DropReason.UNKNOWN_TOPIC, DropReason.UNKNOWN_TOPIC);
        assertThat(recorder.view().status()).isEqualTo(Presences.Status.IDLE);
    }

    @Test
    @Tag("presence-P17")
    void lateStateOfEarlierJoinIsDropped() {
        join("1");
        reply("1");
        accept(new Signature.OfCommand(FIRST, new Command.LeaveTopic(new Ref("2"), TOPIC)));
        join("3");
        reply("3");

        receive("1", Presences.STATE_EVENT, PresenceRecorder.json("old=1"));

        assertThat(dropped).containsExactly(DropReason.STALE_JOIN);
        assertThat(recorder.view().status()).isEqualTo(Presences.Status.WAITING);
        assertThat(recorder.view().queuedDiffs()).isZero();
        receive("3", Presences.STATE_EVENT, PresenceRecorder.json("new=2"));
        assertThat(recorder.list()).isEqualTo("new=2");
    }

    @Test
    @Tag("presence-P16")
    void diffsOfEarlierJoinHaveNoEffect() {
        join("1");
        reply("1");
        receive(null, Presences.DIFF_EVENT, PresenceRecorder.diffOf("+old=1"));
        accept(new ConnectionInput.Received(Message.of("1", "1", TOPIC, "phx_error", EMPTY)));
        join("2");
        receive(null, Presences.DIFF_EVENT, PresenceRecorder.diffOf("+old=2"));
        reply("2");

        receive("2", Presences.STATE_EVENT, PresenceRecorder.json("new=3"));

        assertThat(recorder.changes()).containsExactly("joined new +3", "synced");
    }

    @Test
    @Tag("presence-P18")
    void diffsWithTheJoinRefOfTheLiveJoinOrNoneAreApplied() {
        join("1");
        reply("1");
        receive("1", Presences.STATE_EVENT, PresenceRecorder.json(""));

        receive(null, Presences.DIFF_EVENT, PresenceRecorder.diffOf("+ann=1"));
        receive("1", Presences.DIFF_EVENT, PresenceRecorder.diffOf("+bob=2"));
        receive("0", Presences.DIFF_EVENT, PresenceRecorder.diffOf("+eve=3"));

        assertThat(recorder.list()).isEqualTo("ann=1 bob=2");
        assertThat(dropped).containsExactly(DropReason.STALE_JOIN);
    }

    private void join(String ref) {
        accept(new Signature.OfCommand(
                FIRST, new Command.JoinTopic(new Ref(ref), TOPIC, EMPTY, Duration.ofSeconds(10))));
    }

    private void reply(String ref) {
        accept(new ConnectionInput.Received(Message.reply(ref, ref, TOPIC, "ok", EMPTY)));
    }

    private void receive(String joinRef, String event, String json) {
        accept(new ConnectionInput.Received(Message.of(joinRef, null, TOPIC, event, PresenceRecorder.payload(json))));
    }

    private void accept(Object input) {
        Machines.accept(machine, Duration.ZERO, input, effect -> {
            switch (effect) {
                case Signature.OfEvent(var connection, var event) -> recorder.apply(event);
                case ConnectionEffect.Report(Observation.FrameDropped drop) -> dropped.add(drop.reason());
                default -> {} // the frames that the client sends are not checked
            }
        });
    }
}
