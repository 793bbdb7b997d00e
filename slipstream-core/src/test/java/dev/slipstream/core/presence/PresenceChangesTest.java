package dev.slipstream.core.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** States and diffs change the list of a view, and each update contains these changes. */
class PresenceChangesTest {

    @Test
    @Tag("presence-P01")
    void firstStateJoinsAllKeysInOrder() {
        PresenceRecorder recorder = new PresenceRecorder();
        recorder.join();

        recorder.state("bob=1 ann=2,3");

        assertThat(recorder.changes()).containsExactly("joined bob +1", "joined ann +2 +3", "synced");
        assertThat(recorder.list()).isEqualTo("bob=1 ann=2,3");
        assertThat(recorder.view().status()).isEqualTo(Presences.Status.SYNCED);
        assertThat(recorder.view().size()).isEqualTo(2);
    }

    @Test
    @Tag("presence-P02")
    void diffAfterEmptyStateJoins() {
        PresenceRecorder recorder = new PresenceRecorder();
        recorder.join();

        recorder.state("");
        List<String> first = recorder.changes();
        recorder.diff("+ann=1");

        assertThat(first).containsExactly("synced");
        assertThat(recorder.changes()).containsExactly("joined ann +1", "synced");
        assertThat(recorder.list()).isEqualTo("ann=1");
    }

    @Test
    @Tag("presence-P05")
    void joinInStateAndDiffIsReportedOnce() {
        PresenceRecorder recorder = new PresenceRecorder();
        recorder.join();
        recorder.diff("+me=1");

        recorder.state("me=1");
        List<String> both = recorder.changes();
        recorder.diff("+me=1");

        assertThat(both).containsExactly("joined me +1", "synced");
        assertThat(recorder.changes()).containsExactly("synced");
        assertThat(recorder.list()).isEqualTo("me=1");
    }

    @Test
    @Tag("presence-P06")
    void secondDeviceUpdatesKey() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1");

        recorder.diff("+ann=2");

        assertThat(recorder.changes()).containsExactly("updated ann +2", "synced");
        assertThat(recorder.list()).isEqualTo("ann=1,2");
    }

    @Test
    @Tag("presence-P07")
    void leaveOfOneDeviceUpdatesKey() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1,2");

        recorder.diff("-ann=1");

        assertThat(recorder.changes()).containsExactly("updated ann -1", "synced");
        assertThat(recorder.list()).isEqualTo("ann=2");
    }

    @Test
    @Tag("presence-P08")
    void leaveOfLastDeviceRemovesKey() {
        Presences before = PresenceRecorder.synced("ann=1 bob=2").view();

        PresenceUpdate update = before.applyDiff(PresenceRecorder.payload(PresenceRecorder.diffOf("-ann=1")));

        assertThat(update.changes()).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(PresenceChange.Kind.LEFT);
            assertThat(change.before()).isEqualTo(before.find("ann")).isPresent();
            assertThat(change.after()).isEmpty();
            assertThat(change.left()).extracting(PresenceMeta::ref).containsExactly("1");
        });
        assertThat(update.presences().find("ann")).isEmpty();
        assertThat(update.presences().list()).extracting(PresenceEntry::key).containsExactly("bob");
    }

    @Test
    @Tag("presence-P09")
    void updateIsOneChange() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1");

        recorder.diffJson("""
                {'joins':{'ann':{'metas':[{'phx_ref':'9','phx_ref_prev':'1'}]}},
                 'leaves':{'ann':{'metas':[{'phx_ref':'1'}]}}}""");

        assertThat(recorder.changes()).containsExactly("updated ann +9 -1", "synced");
        assertThat(recorder.list()).isEqualTo("ann=9");
        assertThat(recorder.view().find("ann").orElseThrow().metas().getFirst().previousRef())
                .contains("1");
    }

    @Test
    @Tag("presence-P10")
    void updateOfOneDeviceKeepsTheOther() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1,2");
        PresenceMeta other = recorder.view().find("ann").orElseThrow().metas().get(1);

        recorder.diff("+ann=9 -ann=1");

        assertThat(recorder.changes()).containsExactly("updated ann +9 -1", "synced");
        assertThat(recorder.list()).isEqualTo("ann=2,9");
        assertThat(recorder.view().find("ann").orElseThrow().metas().getFirst()).isSameAs(other);
    }

    @Test
    @Tag("presence-P11")
    void leaveOfUnknownKeyChangesNothing() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1");

        recorder.diff("-bob=1");

        assertThat(recorder.changes()).containsExactly("synced");
        assertThat(recorder.list()).isEqualTo("ann=1");
    }

    @Test
    @Tag("presence-P12")
    void leaveOfUnknownRefChangesNothing() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1,2");
        PresenceEntry before = recorder.view().find("ann").orElseThrow();

        recorder.diff("-ann=3");

        assertThat(recorder.changes()).containsExactly("synced");
        assertThat(recorder.view().find("ann").orElseThrow()).isSameAs(before);
    }

    @Test
    @Tag("presence-P13")
    void repeatedDiffChangesNothing() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1,2");
        for (String diff : List.of("+bob=3", "-ann=2", "+ann=9 -ann=1")) {
            recorder.diff(diff);
            assertThat(recorder.changes()).hasSize(2);
            String list = recorder.list();

            recorder.diff(diff);

            assertThat(recorder.changes()).containsExactly("synced");
            assertThat(recorder.list()).isEqualTo(list);
        }
    }

    @Test
    @Tag("presence-P14")
    void sameRefMayReturn() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1");

        recorder.diff("-ann=1");
        recorder.diff("+ann=1");

        assertThat(recorder.changes()).containsExactly("left ann -1", "synced", "joined ann +1", "synced");
        assertThat(recorder.list()).isEqualTo("ann=1");
    }

    @Test
    void refThatJoinsAndLeavesInOneDiffIsAbsent() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1");

        recorder.diff("+ann=2 -ann=2 +bob=3 -bob=3");

        assertThat(recorder.changes()).containsExactly("synced");
        assertThat(recorder.list()).isEqualTo("ann=1");
    }

    @Test
    void equalRefsOfTwoKeysAreTwoMetas() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1 bob=1");

        recorder.diff("-ann=1");

        assertThat(recorder.list()).isEqualTo("bob=1");
    }

    @Test
    void changesFollowFirstMentionOfKeys() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1 bob=2 eve=3");

        recorder.diff("+zoe=4 +ann=5 -bob=2");
        recorder.state("new=7 ann=1,5");

        assertThat(recorder.changes())
                .containsExactly(
                        "joined zoe +4",
                        "updated ann +5",
                        "left bob -2",
                        "synced",
                        "left eve -3",
                        "left zoe -4",
                        "joined new +7",
                        "synced");
    }

    @Test
    void stateKeepsPlacesOfKnownMetas() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1,2,3");

        recorder.state("ann=4,3,1");

        assertThat(recorder.changes()).containsExactly("updated ann +4 -2", "synced");
        assertThat(recorder.list()).isEqualTo("ann=1,3,4");
    }

    /** The server does not define an order of metas. Metas in another order are therefore not a change. */
    @Test
    void otherOrderOfMetasIsNoChange() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1,2");
        PresenceEntry before = recorder.view().find("ann").orElseThrow();
        recorder.disconnect();
        recorder.join();
        recorder.diff("-ann=1");
        recorder.diff("+ann=1");

        recorder.state("ann=1,2");

        assertThat(recorder.changes()).containsExactly("synced");
        assertThat(recorder.view().find("ann").orElseThrow()).isSameAs(before);
    }

    @Test
    void keyWithoutMetasIsRemovedOrNotAdded() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1 bob=2");

        recorder.diffJson("{'joins':{'new':{'metas':[]}},'leaves':{}}");
        recorder.stateJson("{'ann':{'metas':[]},'new':{'metas':[]},'bob':{'metas':[{'phx_ref':'2'}]}}");

        assertThat(recorder.changes()).containsExactly("synced", "left ann -1", "synced");
        assertThat(recorder.list()).isEqualTo("bob=2");
    }

    @Test
    @Tag("presence-P33")
    void joinAndLeaveInOneQueueIsNoChange() {
        PresenceRecorder recorder = new PresenceRecorder();
        recorder.join();
        recorder.diff("+bob=2");
        recorder.diff("-bob=2");

        recorder.state("ann=1");

        assertThat(recorder.changes()).containsExactly("joined ann +1", "synced");
        assertThat(recorder.list()).isEqualTo("ann=1");
    }

    /** The key must keep its place in the list, because its leave and its join are one update. */
    @Test
    void leaveAndJoinInOneQueueIsUpdateInPlace() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1 bob=2");
        recorder.disconnect();
        recorder.join();
        recorder.diff("-ann=1");
        recorder.diff("+ann=3");

        recorder.state("ann=1 bob=2");

        assertThat(recorder.changes()).containsExactly("updated ann +3 -1", "synced");
        assertThat(recorder.list()).isEqualTo("ann=3 bob=2");
    }

    @Test
    @Tag("presence-P34")
    void updateWithAnUnknownPreviousRefUpdatesTheKey() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=r1");

        recorder.diffJson("""
                {'joins':{'ann':{'metas':[{'phx_ref':'r3','phx_ref_prev':'r2'}]}},
                 'leaves':{'ann':{'metas':[{'phx_ref':'r1'}]}}}""");

        assertThat(recorder.changes()).containsExactly("updated ann +r3 -r1", "synced");
        assertThat(recorder.list()).isEqualTo("ann=r3");
    }

    @Test
    void changeNeedsAnEntry() {
        assertThatThrownBy(() -> new PresenceChange("ann", Optional.empty(), Optional.empty(), List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a change needs an entry before or after");
    }
}
