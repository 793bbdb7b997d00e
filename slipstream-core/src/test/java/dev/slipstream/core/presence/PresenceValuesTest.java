package dev.slipstream.core.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The keys and extras of a view, the order of its list, and its immutability. */
class PresenceValuesTest {

    private static final String ANN = "{'ann':{'metas':[{'phx_ref':'1'}]%s}}";

    @Test
    @Tag("presence-P21")
    void extrasOfAnyTypeAreKept() {
        PresenceRecorder recorder = PresenceRecorder.synced("");
        String extras = "'user':{'name':'Ann'},'tags':[1,[2]],'note':'it is \\\"so\\\", {yes}','age':7.50,'none':null";

        recorder.stateJson("{'ann':{'user':{'name':'Ann'},'metas':[{'phx_ref':'1'}],'tags':[1,[2]],"
                + "'note':'it is \\\"so\\\", {yes}' , 'age' : 7.50 ,'none':null}}");

        PresenceEntry ann = recorder.view().find("ann").orElseThrow();
        assertThat(ann.extras().text()).isEqualTo("{" + extras.replace('\'', '"') + "}");
        assertThat(text(ann.extra("user"))).contains("{\"name\":\"Ann\"}");
        assertThat(text(ann.extra("tags"))).contains("[1,[2]]");
        assertThat(text(ann.extra("note"))).contains("\"it is \\\"so\\\", {yes}\"");
        assertThat(text(ann.extra("age"))).contains("7.50");
        assertThat(text(ann.extra("none"))).contains("null");
        assertThat(ann.extra("metas")).isEmpty();
        assertThat(ann.extra("other")).isEmpty();
        recorder.changes();
        recorder.diffJson("{'joins':{'ann':{'metas':[{'phx_ref':'1'}],%s}}}".formatted(extras));
        assertThat(recorder.changes()).containsExactly("synced");
    }

    @Test
    @Tag("presence-P22")
    void stateReplacesExtras() {
        PresenceRecorder recorder = PresenceRecorder.synced("");
        recorder.stateJson(ANN.formatted(",'name':'Ann'"));
        recorder.changes();

        recorder.stateJson(ANN.formatted(",'name':'Anna'"));

        assertThat(recorder.changes()).containsExactly("updated ann", "synced");
        assertThat(extras(recorder)).isEqualTo("{\"name\":\"Anna\"}");
    }

    @Test
    @Tag("presence-P23")
    void joinReplacesExtrasAndLeaveKeepsThem() {
        PresenceRecorder recorder = PresenceRecorder.synced("");
        recorder.stateJson("{'ann':{'metas':[{'phx_ref':'1'},{'phx_ref':'2'}],'name':'Ann'}}");
        recorder.changes();

        recorder.diffJson("{'leaves':{'ann':{'metas':[{'phx_ref':'1'}],'name':'gone'}}}");
        String afterLeave = extras(recorder);
        recorder.diffJson("{'joins':{'ann':{'metas':[{'phx_ref':'3'}]}}}");

        assertThat(afterLeave).isEqualTo("{\"name\":\"Ann\"}");
        assertThat(extras(recorder)).isEqualTo("{}");
        assertThat(recorder.changes()).containsExactly("updated ann -1", "synced", "updated ann +3", "synced");
    }

    @Test
    void knownRefTakesNewContent() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1,2");
        PresenceMeta second = recorder.view().find("ann").orElseThrow().metas().getLast();

        recorder.stateJson("{'ann':{'metas':[{'phx_ref':'1','away':true},{'phx_ref':'2'}]}}");
        String first = recorder.view()
                .find("ann")
                .orElseThrow()
                .metas()
                .getFirst()
                .payload()
                .text();
        recorder.diffJson("{'joins':{'ann':{'metas':[{'phx_ref':'1','away':false}]}}}");

        assertThat(first).isEqualTo("{\"phx_ref\":\"1\",\"away\":true}");
        assertThat(recorder.changes()).containsExactly("updated ann", "synced", "updated ann", "synced");
        assertThat(recorder.list()).isEqualTo("ann=1,2");
        assertThat(recorder.view().find("ann").orElseThrow().metas().getLast()).isSameAs(second);
    }

    @Test
    @Tag("presence-P24")
    void anyStringIsKey() {
        PresenceRecorder recorder = new PresenceRecorder();
        recorder.join();

        recorder.state("__proto__=1 constructor=2 =3 é=4 10=5 2=6");
        recorder.stateJson("{'__proto__':{'metas':[{'phx_ref':'1'}]},'constructor':{'metas':[{'phx_ref':'2'}]},"
                + "'':{'metas':[{'phx_ref':'3'}]},'\\u00e9':{'metas':[{'phx_ref':'4'}]},"
                + "'10':{'metas':[{'phx_ref':'5'}]},'2':{'metas':[{'phx_ref':'6'}]}}");

        assertThat(recorder.view().list(PresenceEntry::key))
                .containsExactly("__proto__", "constructor", "", "é", "10", "2");
        assertThat(recorder.changes()).hasSize(8).endsWith("synced", "synced");
        assertThat(recorder.view().find("").orElseThrow().metas().getFirst().ref())
                .isEqualTo("3");
        assertThat(recorder.view().find("toString")).isEmpty();
    }

    @Test
    @Tag("presence-P26")
    void listIsInOrderOfArrival() {
        PresenceRecorder recorder = PresenceRecorder.synced("zoe=1 ann=2 bob=3");

        recorder.diff("+zoe=9 -zoe=1");
        recorder.diff("-ann=2");
        recorder.diff("+ann=4 +eve=5");

        assertThat(recorder.list()).isEqualTo("zoe=9 bob=3 ann=4 eve=5");
        assertThat(recorder.view().<Integer>list(entry -> entry.metas().size())).containsExactly(1, 1, 1, 1);
    }

    @Test
    @Tag("presence-P27")
    void viewNeverChanges() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=0 bob=0");
        List<Presences> views = new ArrayList<>();
        List<String> texts = new ArrayList<>();

        for (int i = 1; i <= 100; i++) {
            views.add(recorder.view());
            texts.add(recorder.list());
            recorder.diff("+ann=%d -ann=%d +k%d=1 -k%d=1".formatted(i, i - 1, i, i - 10));
        }

        assertThat(views.stream().map(PresenceRecorder::refs)).isEqualTo(texts);
        assertThat(recorder.view().list())
                .isUnmodifiable()
                .allSatisfy(entry -> assertThat(entry.metas()).isUnmodifiable());
    }

    @Test
    void valuesAreEqualByContent() {
        PresenceEntry ann = entry("ann", "");
        assertThat(entry("ann", "")).isEqualTo(ann).hasSameHashCodeAs(ann).isNotEqualTo("ann");
        assertThat(entry("bob", "")).isNotEqualTo(ann);
        assertThat(entry("ann", ",'name':'Ann'")).isNotEqualTo(ann);
        PresenceMeta meta = ann.metas().getFirst();
        assertThat(entry("bob", "").metas()).containsExactly(meta).first().hasSameHashCodeAs(meta);
        assertThat(PresenceRecorder.synced("ann=2").view().find("ann").orElseThrow())
                .isNotEqualTo(ann);
    }

    @Test
    void textsShowCountsAndNoContent() {
        Presences view = PresenceRecorder.synced("secret=private,private2").view();
        PresenceUpdate update =
                view.applyDiff(PresenceRecorder.payload(PresenceRecorder.diffOf("+secret=hidden -secret=private")));

        assertThat(view).hasToString("Presences[topic=rooms:1, status=SYNCED, size=1]");
        assertThat(view.find("secret").orElseThrow()).hasToString("PresenceEntry[metas=2]");
        assertThat(view.find("secret").orElseThrow().metas().getFirst()).hasToString("PresenceMeta[json(21 bytes)]");
        assertThat(update.changes().getFirst()).hasToString("PresenceChange[UPDATED, joined=1, left=1]");
        assertThat(update)
                .hasToString("PresenceUpdate[Presences[topic=rooms:1, status=SYNCED, size=1], changes=1, synced=true]");
    }

    private static PresenceEntry entry(String key, String extras) {
        PresenceRecorder recorder = PresenceRecorder.synced("");
        recorder.stateJson(ANN.formatted(extras).replace("'ann'", "'" + key + "'"));
        return recorder.view().find(key).orElseThrow();
    }

    private static String extras(PresenceRecorder recorder) {
        return recorder.view().find("ann").orElseThrow().extras().text();
    }

    private static Optional<String> text(Optional<Payload> payload) {
        return payload.map(Payload::text);
    }
}
