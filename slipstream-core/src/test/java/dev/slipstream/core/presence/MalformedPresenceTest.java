package dev.slipstream.core.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Event;
import dev.slipstream.core.Payload;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed presences never make a view throw, and the view still applies later frames. */
@Tag("presence-P25")
class MalformedPresenceTest {

    private static final String VALID = "{'metas':[{'phx_ref':'9'}]}";

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "7", "'state'", "true"})
    void stateThatIsNotAnObjectLeavesTheViewWaiting(String state) {
        PresenceRecorder recorder = new PresenceRecorder();
        recorder.join();
        recorder.diff("+bob=2");

        recorder.stateJson(state);

        assertThat(recorder.changes()).isEmpty();
        assertThat(recorder.view().status()).isEqualTo(Presences.Status.WAITING);
        assertThat(recorder.view().queuedDiffs()).isOne();
        assertThat(recorder.view().malformedParts()).isOne();
        recorder.state("ann=1");
        assertThat(recorder.list()).isEqualTo("ann=1 bob=2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "7", "'diff'"})
    void diffThatIsNotAnObjectIsDropped(String diff) {
        PresenceRecorder recorder = new PresenceRecorder();
        recorder.join();
        recorder.diffJson(diff);
        int queued = recorder.view().queuedDiffs();
        recorder.state("ann=1");
        recorder.changes();

        recorder.diffJson(diff);

        assertThat(queued).isZero();
        assertThat(recorder.changes()).isEmpty();
        assertThat(recorder.view().malformedParts()).isEqualTo(2);
        assertThat(recorder.list()).isEqualTo("ann=1");
    }

    @Test
    void payloadThatIsNotJsonIsDropped() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1");
        Payload bytes = Payload.binary(new byte[] {1});

        recorder.apply(new Event.MessageReceived(PresenceRecorder.TOPIC, Presences.STATE_EVENT, bytes));
        recorder.apply(new Event.MessageReceived(PresenceRecorder.TOPIC, Presences.DIFF_EVENT, bytes));
        recorder.take(recorder.view().applyState(new Payload.Omitted(7)));

        assertThat(recorder.changes()).isEmpty();
        assertThat(recorder.view().malformedParts()).isEqualTo(3);
        assertThat(recorder.list()).isEqualTo("ann=1");
    }

    /** The second column is the number of malformed parts in the value. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null | 1",
                "[] | 1",
                "'x' | 1",
                "{} | 1",
                "{'metas':null} | 1",
                "{'metas':'x'} | 1",
                "{'metas':{}} | 1"
            })
    void malformedKeyStaysAsItWas(String value, int malformed) {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1");

        recorder.stateJson("{'ann':%s,'new':%s,'bob':%s}".formatted(value, value, VALID));
        recorder.diffJson("{'joins':{'ann':%s,'eve':%s},'leaves':{'ann':%s}}".formatted(value, VALID, value));

        assertThat(recorder.changes()).containsExactly("joined bob +9", "synced", "joined eve +9", "synced");
        assertThat(recorder.list()).isEqualTo("ann=1 bob=9 eve=9");
        assertThat(recorder.view().malformedParts()).isEqualTo(4L * malformed);
    }

    @Test
    void malformedMetasAreDropped() {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1");

        recorder.diffJson("{'joins':{'ann':{'metas':[7,null,'x',[],{},{'phx_ref':null},{'phx_ref':8},"
                + "{'phx_ref':'2','phx_ref_prev':7},{'phx_ref':''}]}}}");

        assertThat(recorder.changes()).containsExactly("updated ann +2 +", "synced");
        assertThat(recorder.view().malformedParts()).isEqualTo(7);
        assertThat(recorder.view().find("ann").orElseThrow().metas().get(1).previousRef())
                .isEmpty();
    }

    @Test
    void lastOfMetasWithEqualRefsIsUsed() {
        PresenceRecorder recorder = PresenceRecorder.synced("");

        recorder.stateJson("{'ann':{'metas':[{'phx_ref':'1','n':1},{'phx_ref':'2'},{'phx_ref':'1','n':2}]}}");

        assertThat(recorder.list()).isEqualTo("ann=1,2");
        assertThat(recorder.view()
                        .find("ann")
                        .orElseThrow()
                        .metas()
                        .getFirst()
                        .payload()
                        .text())
                .isEqualTo("{\"phx_ref\":\"1\",\"n\":2}");
        assertThat(recorder.view().malformedParts()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | 0",
                "{'joins':null,'leaves':null} | 0",
                "{'joins':[],'leaves':7} | 2",
                "{'other':{'ann':{}}} | 0"
            })
    void missingSideOfDiffIsEmpty(String diff, int malformed) {
        PresenceRecorder recorder = PresenceRecorder.synced("ann=1");

        recorder.diffJson(diff);
        recorder.diffJson("{'joins':{'bob':%s}}".formatted(VALID));
        recorder.diffJson("{'leaves':{'bob':%s}}".formatted(VALID));

        assertThat(recorder.changes()).containsExactly("synced", "joined bob +9", "synced", "left bob -9", "synced");
        assertThat(recorder.view().malformedParts()).isEqualTo(malformed);
    }

    /** Many of these texts are not valid JSON, as if they came from a serializer that does not check the JSON. */
    @Test
    void randomPayloadsKeepTheViewConsistent() {
        Random random = new Random(17);
        for (int run = 0; run < 2_000; run++) {
            PresenceMirror mirror = new PresenceMirror();
            Presences view = Presences.of(PresenceRecorder.TOPIC).joined();
            long malformed = 0;
            for (int step = 0; step < 10; step++) {
                String event = random.nextInt(3) == 0 ? Presences.STATE_EVENT : Presences.DIFF_EVENT;
                String text = random.nextBoolean() ? json(random, 0) : mutated(random, json(random, 0));
                PresenceUpdate update = view.apply(
                        new Event.MessageReceived(PresenceRecorder.TOPIC, event, PresenceRecorder.payload(text)));
                mirror.take(update);
                view = update.presences();
                assertThat(view.malformedParts()).isGreaterThanOrEqualTo(malformed);
                malformed = view.malformedParts();
                view.list()
                        .forEach(entry -> assertThat(entry.extras().text())
                                .startsWith("{")
                                .endsWith("}"));
            }

            Payload valid = PresenceRecorder.payload(PresenceRecorder.json("ann=1 bob=2"));
            view = view.applyState(valid).presences(); // also applies the queued diffs
            view = view.applyState(valid).presences();

            assertThat(view.applyState(valid).changes()).isEmpty();
            assertThat(view.list()).extracting(PresenceEntry::key).containsExactlyInAnyOrder("ann", "bob");
        }
    }

    private static final List<String> NAMES = List.of("ann", "bob", "metas", "metas", "joins", "leaves", "user", "");

    private static String json(Random random, int depth) {
        return switch (depth == 0 ? random.nextInt(2) : depth > 6 ? 2 : random.nextInt(10)) {
            case 0, 6 -> members(random, depth);
            case 1 -> "{'joins':%s,'leaves':%s}".formatted(json(random, depth + 1), members(random, depth + 1));
            case 2 -> List.of("null", "7", "true", "'x'", "'\\\\'").get(random.nextInt(5));
            case 3 -> "{'phx_ref':'%d'%s}".formatted(random.nextInt(4), random.nextBoolean() ? "" : ",'n':[1]");
            case 4, 5 -> "{'metas':[%s]}".formatted(list(random, depth));
            case 7 -> "{'metas':[%s],'user':%s}".formatted(list(random, depth), json(random, depth + 1));
            default -> "[" + list(random, depth) + "]";
        };
    }

    private static String members(Random random, int depth) {
        StringBuilder members = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            members.append(members.isEmpty() ? "" : " , ")
                    .append("'%s' :%s".formatted(NAMES.get(random.nextInt(NAMES.size())), json(random, depth + 1)));
        }
        return "{" + members + "}";
    }

    private static String list(Random random, int depth) {
        StringBuilder elements = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            elements.append(elements.isEmpty() ? "" : ",").append(json(random, Math.max(depth + 1, 3)));
        }
        return elements.toString();
    }

    private static String mutated(Random random, String json) {
        StringBuilder text = new StringBuilder(json);
        for (int i = 1 + random.nextInt(3); i > 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, "{}[],:'\\u0".charAt(random.nextInt(10)));
                default -> text.setLength(at);
            }
        }
        return text.toString();
    }
}
