package dev.slipstream.system.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.Payload;
import dev.slipstream.core.presence.PresenceChange;
import dev.slipstream.core.presence.PresenceEntry;
import dev.slipstream.core.presence.PresenceMeta;
import dev.slipstream.core.presence.PresenceUpdate;
import dev.slipstream.core.presence.Presences;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A presence view accepts any payloads, as states and as diffs, in any order. Its keys, its refs and its count of
 * malformed parts are those of {@link PresentRefs}, which reads the payloads without the reader of the view.
 *
 * <p>Each line of the input is one step. Its first char says which: {@code s} is a state, {@code d} a diff, {@code b} a
 * binary state, {@code j} a join and {@code c} the end of the connection. The JSON of a state or diff follows.
 */
public final class PresenceMessages implements Target {

    private static final String TOPIC = "t";
    private static final int MOST_STEPS = 500; // fewer steps than the number of diffs that a view can queue

    private static final JacksonSerializer OURS = JacksonSerializer.standard();

    @Override
    public void accept(byte[] bytes) {
        Presences view = Presences.of(TOPIC);
        PresentRefs model = new PresentRefs();
        List<String> steps = new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isEmpty())
                .limit(MOST_STEPS)
                .toList();
        for (String step : steps) {
            Event event = event(step);
            if (event == null) {
                continue;
            }
            PresenceUpdate update = view.apply(event);
            model.apply(event);
            assertChangesLeadTo(update, view);
            view = update.presences();
            assertThat(refs(view)).isEqualTo(model.refs());
            assertThat(view.malformedParts()).isEqualTo(model.malformedParts());
            assertThat(view.queuedDiffs()).isEqualTo(model.queuedDiffs());
            assertReadable(view);
            if (update.synced()) {
                assertAgainChangesNothing(event, view);
            }
        }
    }

    /**
     * The event of a step. Null if the line is no step, or if a transport or the serializer would refuse the payload.
     */
    private static Event event(String step) {
        String json = step.substring(1);
        return switch (step.charAt(0)) {
            case 's' -> received(Presences.STATE_EVENT, json);
            case 'd' -> received(Presences.DIFF_EVENT, json);
            case 'b' -> new Event.MessageReceived(TOPIC, Presences.STATE_EVENT, OURS.encode(new byte[] {1}));
            case 'j' -> new Event.TopicJoinSucceeded(TOPIC, OURS.encode(Map.of()));
            case 'c' -> new Event.ChannelClosed(new DisconnectReason.Requested());
            default -> null;
        };
    }

    private static Event received(String name, String json) {
        if (TextFrames.hasLongNumber(json)) {
            return null;
        }
        try {
            Payload payload = OURS.decode(new Frame.Text("[null,null,\"t\",\"" + name + "\"," + json + "]"))
                    .payload();
            return new Event.MessageReceived(TOPIC, name, payload);
        } catch (MalformedFrameException refused) {
            return null;
        }
    }

    private static Map<String, Set<String>> refs(Presences view) {
        Map<String, Set<String>> refs = new HashMap<>();
        for (PresenceEntry entry : view.list()) {
            Set<String> own = new HashSet<>();
            entry.metas()
                    .forEach(meta -> assertThat(own.add(meta.ref()))
                            .as("each ref is listed once")
                            .isTrue());
            assertThat(refs.put(entry.key(), own)).as("each key is listed once").isNull();
        }
        return refs;
    }

    /** The changes of an update turn the entries before it into the entries after it. */
    private static void assertChangesLeadTo(PresenceUpdate update, Presences before) {
        Map<String, PresenceEntry> entries = new HashMap<>();
        before.list().forEach(entry -> entries.put(entry.key(), entry));
        Set<String> changed = new HashSet<>();
        for (PresenceChange change : update.changes()) {
            assertThat(changed.add(change.key()))
                    .as("each key has one change at most")
                    .isTrue();
            assertThat(change.before()).isEqualTo(Optional.ofNullable(entries.remove(change.key())));
            assertThat(change.before()).isNotEqualTo(change.after());
            change.after().ifPresent(entry -> entries.put(change.key(), entry));
        }
        Map<String, PresenceEntry> after = new HashMap<>();
        update.presences().list().forEach(entry -> after.put(entry.key(), entry));
        assertThat(after).isEqualTo(entries);
    }

    /** The text of each meta and of the extras is one complete JSON object, so an independent reader can read it. */
    private static void assertReadable(Presences view) {
        for (PresenceEntry entry : view.list()) {
            assertThat(view.find(entry.key())).contains(entry);
            assertThat(PresentRefs.read(entry.extras())).isInstanceOf(Json.Members.class);
            for (PresenceMeta meta : entry.metas()) {
                assertThat(PresentRefs.ref(PresentRefs.read(meta.payload()))).isEqualTo(meta.ref());
            }
        }
    }

    private static void assertAgainChangesNothing(Event event, Presences view) {
        boolean isState = event instanceof Event.MessageReceived message
                && message.event().equals(Presences.STATE_EVENT);
        if (isState) {
            Presences again = view.apply(event).presences();
            assertThat(again.apply(event).changes())
                    .as("the same state again changes nothing")
                    .isEmpty();
        }
    }
}
