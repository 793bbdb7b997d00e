package dev.slipstream.testkit.phoenix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrackedPresencesTest {

    private static final TrackedMeta ANN_ON_WEB = meta(1, "ann", "F1");
    private static final TrackedMeta ANN_ON_PHONE = meta(2, "ann", "F2");
    private static final TrackedMeta BOB = meta(2, "bob", "F3");

    private static final TrackedPresences ALL = TrackedPresences.NONE
            .after(PresenceDiff.track(ANN_ON_WEB))
            .after(PresenceDiff.track(ANN_ON_PHONE))
            .after(PresenceDiff.track(BOB));

    private static TrackedMeta meta(int channel, String key, String ref) {
        return TrackedMeta.first(channel, key, ref, Map.of());
    }

    @Test
    void keyMayHaveSeveralChannelsAndChannelSeveralKeys() {
        assertThat(ALL.metas()).containsExactly(ANN_ON_WEB, ANN_ON_PHONE, BOB);
        assertThat(ALL.find(1, "ann")).contains(ANN_ON_WEB);
        assertThat(ALL.find(2, "ann")).contains(ANN_ON_PHONE);
        assertThat(ALL.find(2, "bob")).contains(BOB);
        assertThat(ALL.find(1, "bob")).isEmpty();
    }

    @Test
    void updateReplacesMetaInItsPlace() {
        TrackedMeta away = ANN_ON_WEB.updated("F4", Map.of("away", true));

        TrackedPresences after = ALL.after(PresenceDiff.update(ANN_ON_WEB, away));

        assertThat(after.metas()).containsExactly(away, ANN_ON_PHONE, BOB);
        assertThat(ALL.metas()).containsExactly(ANN_ON_WEB, ANN_ON_PHONE, BOB);
    }

    @Test
    void untrackRemovesOnlyTheMetaOfItsChannel() {
        assertThat(ALL.after(PresenceDiff.untrack(List.of(ANN_ON_PHONE))).metas())
                .containsExactly(ANN_ON_WEB, BOB);
    }

    @Test
    void endOfChannelIsOneDiffWithAllItsMetas() {
        assertThat(ALL.endOf(2)).isEqualTo(PresenceDiff.untrack(List.of(ANN_ON_PHONE, BOB)));
        assertThat(ALL.endOf(3).isEmpty()).isTrue();
        assertThat(ALL.after(ALL.endOf(2)).metas()).containsExactly(ANN_ON_WEB);
    }

    @Test
    void metasAreGroupedByKey() {
        assertThat(TrackedPresences.byKey(ALL.metas()))
                .containsOnlyKeys("ann", "bob")
                .containsEntry("ann", Map.of("metas", List.of(Map.of("phx_ref", "F1"), Map.of("phx_ref", "F2"))));
    }

    @Test
    void changesOfGroupedMetasDoNotReachTheTracker() {
        TrackedPresences.byKey(ALL.metas()).get("bob").clear();
        TrackedPresences.byKey(ALL.metas()).clear();

        assertThat(TrackedPresences.byKey(ALL.metas()).get("bob"))
                .isEqualTo(Map.of("metas", List.of(Map.of("phx_ref", "F3"))));
    }

    @Test
    void serverSetsTheRefsEvenIfTheMembersHaveRefs() {
        Map<String, Object> members = Map.of("phx_ref", "mine", "phx_ref_prev", "older", "away", true);

        TrackedMeta first = TrackedMeta.first(1, "ann", "F1", Map.of("phx_ref", "mine"));
        TrackedMeta second = first.updated("F2", members);

        assertThat(first.meta()).isEqualTo(Map.of("phx_ref", "F1"));
        assertThat(second.meta()).isEqualTo(Map.of("phx_ref", "F2", "phx_ref_prev", "F1", "away", true));
    }
}
