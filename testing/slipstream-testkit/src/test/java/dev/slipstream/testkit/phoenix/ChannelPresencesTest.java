package dev.slipstream.testkit.phoenix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.Payload;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelPresencesTest {

    private static final String TOPIC = "rooms:1";
    private static final Payload META = FakePhoenixClient.EMPTY;

    private final PresenceTracker tracker =
            new PresenceTracker((topic, presences) -> presences, JacksonSerializer.standard());
    private final ChannelPresences presences = new ChannelPresences(TOPIC, 1, tracker);

    private static String ref(PresenceDiff diff) {
        return diff.joins().get(0).ref();
    }

    @Test
    void callbackSeesItsOwnChangesBeforeTheTracker() {
        PresenceDiff track = presences.track("ann", META);

        assertThat(presences.state().text()).isEqualTo("{\"ann\":{\"metas\":[{\"phx_ref\":\"F000000000000001\"}]}}");
        assertThat(tracker.of(TOPIC)).isEqualTo(TrackedPresences.NONE);

        tracker.apply(TOPIC, track);

        assertThat(tracker.of(TOPIC).metas()).isEqualTo(track.joins());
        assertThat(tracker.of("rooms:2")).isEqualTo(TrackedPresences.NONE);
    }

    @Test
    void updateHasNewRefAndThePreviousOne() {
        PresenceDiff track = presences.track("ann", META);

        PresenceDiff update =
                presences.update("ann", JacksonSerializer.standard().encode(Map.of("away", true)));

        assertThat(ref(update)).isNotEqualTo(ref(track)).hasSize(16);
        assertThat(update.joins().get(0).meta())
                .isEqualTo(Map.of("phx_ref", ref(update), "phx_ref_prev", ref(track), "away", true));
        assertThat(update.leaves()).isEqualTo(track.joins());
    }

    @Test
    void keyIsTrackedOncePerChannel() {
        presences.track("ann", META);

        assertThatThrownBy(() -> presences.track("ann", META))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot track \"ann\" on rooms:1: this channel tracks it already; call update");
        tracker.apply(TOPIC, new ChannelPresences(TOPIC, 2, tracker).track("ann", META));
        assertThat(tracker.of(TOPIC).metas()).hasSize(1);
    }

    @Test
    void unknownKeyCannotBeUpdatedAndIsIgnoredByUntrack() {
        tracker.apply(TOPIC, new ChannelPresences(TOPIC, 2, tracker).track("ann", META));

        assertThatThrownBy(() -> presences.update("ann", META))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cannot update \"ann\" on rooms:1: this channel does not track it; call track first");
        assertThat(presences.untrack("ann")).isEmpty();
    }

    @Test
    void untrackedKeyCanBeTrackedAgain() {
        PresenceDiff first = presences.track("ann", META);

        assertThat(presences.untrack("ann")).contains(PresenceDiff.untrack(first.joins()));
        assertThat(ref(presences.track("ann", META))).isNotEqualTo(ref(first));
    }

    @Test
    void metaIsJsonObject() {
        for (Object meta : List.of(1, List.of(), "text", new byte[1])) {
            assertThatThrownBy(() ->
                            presences.track("ann", JacksonSerializer.standard().encode(meta)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the meta of a presence is a JSON object, on rooms:1");
        }
    }

    @Test
    void diffIsEmptyOnTheSideThatDidNotChange() {
        PresenceDiff track = presences.track("ann", META);

        assertThat(tracker.diff(TOPIC, track).text())
                .isEqualTo("{\"joins\":{\"ann\":{\"metas\":[{\"phx_ref\":\"F000000000000001\"}]}},\"leaves\":{}}");
    }
}
