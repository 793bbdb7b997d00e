// This file has more than 300 lines, because it has everything that the presence view of a channel adds to Presences.
package dev.slipstream.system.channels;

import static dev.slipstream.system.channels.ChannelScenario.CONFIGURATION;
import static dev.slipstream.system.channels.ChannelScenario.LOBBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelPresence;
import dev.slipstream.channels.Registration;
import dev.slipstream.core.Observation;
import dev.slipstream.core.PayloadMismatchException;
import dev.slipstream.core.presence.PresenceChange;
import dev.slipstream.core.presence.PresenceEntry;
import dev.slipstream.core.presence.Presences;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The presence view of a channel handle: its life cycle, handlers and reports. */
class ChannelPresenceTest {

    private final List<Observation> observed = new ArrayList<>();
    private final ChannelScenario scenario =
            ChannelScenario.started(CONFIGURATION, options -> options.telemetry(observed::add));
    private final Channel lobby = scenario.lobby();
    private final ChannelPresence presence = lobby.presence();

    @AfterEach
    void close() {
        scenario.close();
    }

    /** The metas of one key, with these refs. */
    private static Map<String, Object> metas(String... refs) {
        return Map.of(
                "metas",
                List.of(refs).stream().map(ref -> Map.of("phx_ref", ref)).toList());
    }

    /** Returns a state, or the joins or leaves of a diff. The arguments are keys, each followed by its ref. */
    private static Map<String, Object> keys(String... keysAndRefs) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (int i = 0; i < keysAndRefs.length; i += 2) {
            all.put(keysAndRefs[i], metas(keysAndRefs[i + 1]));
        }
        return all;
    }

    private static Map<String, Object> diff(Map<String, Object> joins, Map<String, Object> leaves) {
        return Map.of("joins", joins, "leaves", leaves);
    }

    private void state(String... keysAndRefs) {
        scenario.say("presence_state", keys(keysAndRefs));
    }

    private void joins(String... keysAndRefs) {
        scenario.say("presence_diff", diff(keys(keysAndRefs), Map.of()));
    }

    private void leaves(String... keysAndRefs) {
        scenario.say("presence_diff", diff(Map.of(), keys(keysAndRefs)));
    }

    private void noteChanges() {
        presence.onChange(change -> scenario.note(change.kind() + " " + change.key()));
        presence.onSync(() -> scenario.note("synced " + presence.list(PresenceEntry::key)));
    }

    private List<Observation> problems() {
        return observed.stream()
                .filter(Observation.ProblemReported.class::isInstance)
                .toList();
    }

    private List<String> details() {
        return problems().stream()
                .map(one -> ((Observation.ProblemReported) one).detail())
                .toList();
    }

    @Test
    @Tag("presence-P01")
    @Tag("presence-P02")
    void changeHandlersAreCalledBeforeTheSyncHandler() {
        noteChanges();
        scenario.join();
        state("ann", "A1", "bob", "B1");
        joins("cid", "C1");
        leaves("ann", "A1");

        assertThat(scenario.notes)
                .containsExactly(
                        "JOINED ann",
                        "JOINED bob",
                        "synced [ann, bob]",
                        "JOINED cid",
                        "synced [ann, bob, cid]",
                        "LEFT ann",
                        "synced [bob, cid]");
        assertThat(presence.find("bob")).isPresent();
        assertThat(presence.find("ann")).isEmpty();
        assertThat(presence.snapshot().status()).isEqualTo(Presences.Status.SYNCED);
    }

    @Test
    void handlersSeeTheStoredListAndTheChannelHandlersComeLater() {
        List<Object> before = new ArrayList<>();
        presence.onChange(change -> {
            scenario.note(presence.list(PresenceEntry::key));
            before.add(change.before());
        });
        lobby.on("presence_state", payload -> scenario.note("state " + presence.list(PresenceEntry::key)));
        scenario.join();
        state("ann", "A1");

        assertThat(scenario.notes).containsExactly("[ann]", "state [ann]");
        assertThat(before).hasToString("[Optional.empty]");
    }

    @Test
    @Tag("presence-P03")
    void diffBeforeTheStateWaitsForIt() {
        noteChanges();
        scenario.join();
        joins("bob", "B1");
        assertThat(scenario.notes).isEmpty();
        assertThat(presence.list()).isEmpty();
        assertThat(presence.snapshot().queuedDiffs()).isEqualTo(1);

        state("ann", "A1");

        assertThat(scenario.notes).containsExactly("JOINED ann", "JOINED bob", "synced [ann, bob]");
    }

    @Test
    @Tag("presence-P15")
    @Tag("presence-P29")
    void reconnectReportsOnlyTheDifferences() {
        noteChanges();
        scenario.join();
        state("ann", "A1", "bob", "B1");
        scenario.taken();

        scenario.test.cutConnection();
        assertThat(presence.snapshot().isStale()).isTrue();
        assertThat(presence.list(PresenceEntry::key)).containsExactly("ann", "bob");
        scenario.test.connectAndJoin(LOBBY);
        assertThat(presence.snapshot().status()).isEqualTo(Presences.Status.WAITING);
        state("bob", "B1", "cid", "C1");

        assertThat(scenario.notes).containsExactly("LEFT ann", "JOINED cid", "synced [bob, cid]");
        assertThat(presence.snapshot().isStale()).isFalse();
    }

    @Test
    @Tag("presence-P16")
    void diffsOfAnEarlierJoinAreDropped() {
        scenario.join();
        joins("old", "O1");
        scenario.test.crash(LOBBY);
        scenario.test.acceptJoin(LOBBY);
        state("ann", "A1");

        assertThat(presence.list(PresenceEntry::key)).containsExactly("ann");
    }

    @Test
    @Tag("presence-P17")
    void messageOfAnEarlierJoinHasNoEffect() {
        scenario.join();
        scenario.test.crash(LOBBY);
        scenario.test.acceptJoin(LOBBY);

        scenario.test.deliver(Message.of(
                "1", null, LOBBY, "presence_state", JacksonSerializer.standard().encode(keys("old", "O1"))));

        assertThat(presence.snapshot().status()).isEqualTo(Presences.Status.WAITING);
        assertThat(presence.list()).isEmpty();
    }

    @Test
    @Tag("presence-P18")
    void broadcastDiffHasNoJoinRef() {
        scenario.join();
        state("ann", "A1");

        scenario.test.deliver(Message.of(
                null,
                null,
                LOBBY,
                "presence_diff",
                JacksonSerializer.standard().encode(diff(keys("bob", "B1"), Map.of()))));

        assertThat(presence.list(PresenceEntry::key)).containsExactly("ann", "bob");
    }

    @Test
    @Tag("presence-P29")
    void listOfALeftChannelStaysReadableAndReportsNoChange() {
        noteChanges();
        scenario.join();
        state("ann", "A1");
        scenario.taken();

        lobby.leave();
        scenario.test.acceptLeave(LOBBY);

        assertThat(scenario.notes).isEmpty();
        assertThat(presence.list(PresenceEntry::key)).containsExactly("ann");
        assertThat(presence.snapshot().status()).isEqualTo(Presences.Status.CLOSED);
    }

    @Test
    @Tag("presence-P27")
    void snapshotNeverChanges() {
        scenario.join();
        state("ann", "A1");
        Presences before = presence.snapshot();
        List<PresenceEntry> list = presence.list();

        leaves("ann", "A1");

        assertThat(before.size()).isEqualTo(1);
        assertThat(list).hasSize(1);
        assertThat(presence.snapshot().isEmpty()).isTrue();
    }

    @Test
    @Tag("presence-P27")
    void snapshotOfAHandlerNeverChanges() {
        List<Presences> snapshots = new ArrayList<>();
        List<List<PresenceEntry>> lists = new ArrayList<>();
        presence.onChange(change -> {
            snapshots.add(presence.snapshot());
            lists.add(presence.list());
        });
        scenario.join();
        state("ann", "A1", "bob", "B1");
        joins("cid", "C1");
        leaves("ann", "A1");

        assertThat(snapshots)
                .extracting(snapshot -> snapshot.list(PresenceEntry::key))
                .containsExactly(
                        List.of("ann", "bob"),
                        List.of("ann", "bob"),
                        List.of("ann", "bob", "cid"),
                        List.of("bob", "cid"));
        assertThat(lists).isEqualTo(snapshots.stream().map(Presences::list).toList());
    }

    // --- several views ----------------------------------------------------------------------------------------------

    @Test
    @Tag("presence-P20")
    void viewWithCustomEventNamesUsesOnlyTheseEvents() {
        ChannelPresence own = lobby.presence("who", "who_changed");
        lobby.on("presence_state", payload -> scenario.note("ordinary"));
        scenario.join();

        scenario.say("who", keys("ann", "A1"));
        scenario.say("who_changed", diff(keys("bob", "B1"), Map.of()));
        state("cid", "C1");

        assertThat(own.list(PresenceEntry::key)).containsExactly("ann", "bob");
        assertThat(presence.list(PresenceEntry::key)).containsExactly("cid");
        assertThat(scenario.notes).containsExactly("ordinary");
        assertThatThrownBy(() -> lobby.presence("same", "same")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("presence-P30")
    void viewMadeAfterTheJoinWaitsForTheNextState() {
        scenario.join();
        state("ann", "A1");
        ChannelPresence late = lobby.presence("presence_state", "who_changed");
        assertThat(late.snapshot().status()).isEqualTo(Presences.Status.WAITING);
        assertThat(late.list()).isEmpty();

        state("ann", "A1", "bob", "B1");

        assertThat(late.list(PresenceEntry::key)).containsExactly("ann", "bob");
        assertThat(presence.list(PresenceEntry::key)).containsExactly("ann", "bob");
    }

    @Test
    void sameEventsAreTheSameView() {
        assertThat(lobby.presence()).isSameAs(presence);
        assertThat(lobby.presence("presence_state", "presence_diff")).isSameAs(presence);
    }

    // --- handlers ---------------------------------------------------------------------------------------------------

    @Test
    @Tag("presence-P28")
    void handlerThatThrowsStopsNeitherTheChangesNorTheOthers() {
        presence.onChange(change -> {
            scenario.note("throws at " + change.key());
            if (change.key().equals("ann")) {
                throw new IllegalStateException("planned");
            }
        });
        presence.onChange(change -> scenario.note("sees " + change.key()));
        presence.onSync(() -> scenario.note("synced"));
        scenario.join();
        state("ann", "A1", "bob", "B1");
        joins("cid", "C1");

        assertThat(scenario.notes)
                .containsExactly(
                        "throws at ann",
                        "sees ann",
                        "throws at bob",
                        "sees bob",
                        "synced",
                        "throws at cid",
                        "sees cid",
                        "synced");
        assertThat(presence.list(PresenceEntry::key)).containsExactly("ann", "bob", "cid");
        assertThatThrownBy(scenario.test::close).hasRootCauseMessage("planned");
    }

    @Test
    void eachHandlerThatCannotDecodeAMetaIsReported() {
        presence.onChange(change ->
                change.joined().forEach(meta -> meta.payload().as(int[].class)));
        presence.onChange(
                change -> change.joined().forEach(meta -> meta.payload().as(String.class)));
        scenario.join();
        state("ann", "A1");

        assertThat(observed)
                .filteredOn(Observation.HandlerFailed.class::isInstance)
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.toString())
                        .contains("the presence onChange handler on rooms:lobby", "PayloadMismatchException"));
        assertThatThrownBy(scenario.test::close).rootCause().isInstanceOf(PayloadMismatchException.class);
    }

    @Test
    void handlerOfChangesIsClosed() {
        List<PresenceChange> received = new ArrayList<>();
        Registration registration = presence.onChange(received::add);
        scenario.join();
        state("ann", "A1");
        registration.close();
        joins("bob", "B1");

        assertThat(received).extracting(PresenceChange::key).containsExactly("ann");
    }

    // --- reports ----------------------------------------------------------------------------------------------------

    @Test
    @Tag("presence-P19")
    void missingStateIsReportedOnceAndALateStateIsUsed() {
        scenario.join();
        scenario.test.advance(Duration.ofMillis(9_999));
        assertThat(problems()).isEmpty();
        scenario.test.advance(Duration.ofMillis(1));
        assertThat(problems())
                .singleElement()
                .satisfies(one -> assertThat(one.toString())
                        .contains(
                                "no presence_state arrived on rooms:lobby within 10 s of the join",
                                "check that the app pushes"));

        scenario.test.advance(Duration.ofMinutes(2));
        assertThat(problems()).hasSize(1);
        state("ann", "A1");
        assertThat(presence.list(PresenceEntry::key)).containsExactly("ann");
    }

    @Test
    void stateInTimeIsNotReported() {
        scenario.join();
        scenario.test.advance(Duration.ofSeconds(9));
        state();
        scenario.test.advance(Duration.ofSeconds(30));

        assertThat(problems()).isEmpty();
    }

    @Test
    void eachJoinHasADeadlineOfItsOwn() {
        scenario.join();
        scenario.test.advance(Duration.ofSeconds(9));
        scenario.test.crash(LOBBY);
        scenario.test.acceptJoin(LOBBY);
        scenario.test.advance(Duration.ofSeconds(9));
        assertThat(problems()).isEmpty();

        scenario.test.advance(Duration.ofSeconds(1));

        assertThat(problems()).hasSize(1);
    }

    @Test
    void missingStateIsNotReportedAfterALeave() {
        scenario.join();
        lobby.leave();
        scenario.test.acceptLeave(LOBBY);
        scenario.test.advance(Duration.ofMinutes(1));

        assertThat(problems()).isEmpty();
    }

    @Test
    void viewMadeAfterTheJoinHasADeadlineToo() {
        scenario.join();
        state();
        lobby.presence("who", "who_changed");
        scenario.test.advance(Duration.ofSeconds(10));

        assertThat(details())
                .containsExactly("the presence view of rooms:lobby was made after the join, and no who arrived within"
                        + " 10 s after that: the view may have missed it; call presence() before join()");
    }

    @Test
    void viewMadeBeforeTheNextJoinIsNotReportedAsLate() {
        scenario.join();
        state();
        lobby.presence("who", "who_changed");
        scenario.test.crash(LOBBY);
        scenario.test.acceptJoin(LOBBY);
        state();
        scenario.test.advance(Duration.ofSeconds(10));

        assertThat(details()).singleElement().asString().startsWith("no who arrived on rooms:lobby within 10 s of");
    }

    @Test
    @Tag("presence-P19")
    void droppedDiffsAreReportedOnceForEachJoin() {
        scenario.join();
        for (int n = 0; n < Presences.MAX_QUEUED_DIFFS + 10; n++) {
            joins("k" + n, "R" + n);
        }

        assertThat(presence.snapshot().droppedDiffs()).isEqualTo(10);
        assertThat(problems()).singleElement().asString().contains("too many presence diffs of rooms:lobby");
        scenario.test.crash(LOBBY);
        scenario.test.acceptJoin(LOBBY);
        assertThat(presence.snapshot().droppedDiffs()).isZero();
        for (int n = 0; n < Presences.MAX_QUEUED_DIFFS + 3; n++) {
            joins("k" + n, "S" + n);
        }
        assertThat(presence.snapshot().droppedDiffs()).isEqualTo(3);
        assertThat(problems())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.toString()).contains("too many presence diffs of rooms:lobby"));
    }

    @Test
    @Tag("presence-P25")
    void malformedPartsAreReportedAndLaterMessagesWork() {
        scenario.join();
        scenario.say("presence_state", List.of(1));
        scenario.say("presence_state", Map.of("ann", Map.of("metas", "none"), "bob", metas("B1")));
        joins("cid", "C1");

        assertThat(presence.list(PresenceEntry::key)).containsExactly("bob", "cid");
        assertThat(problems())
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.toString())
                        .contains("a presence message of rooms:lobby has 1 malformed part(s)"));
    }
}
