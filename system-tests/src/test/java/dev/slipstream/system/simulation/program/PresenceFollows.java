package dev.slipstream.system.simulation.program;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.presence.PresenceMeta;
import dev.slipstream.core.presence.Presences;
import dev.slipstream.system.simulation.ProgramEvent;
import dev.slipstream.system.simulation.ProgramInvariant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * After each message, a presence view has the same refs as a simple model. The model takes each state, queues the diffs
 * that arrive before the state, and applies later diffs at once. A diff that replaces a meta never removes its key.
 *
 * <p>When a connection is lost, the view of a joined channel keeps its refs, and its status becomes {@link
 * Presences.Status#IDLE}. If the view had a state, {@link Presences#isStale} is then true.
 */
final class PresenceFollows implements ProgramInvariant {

    /** The model of one view. */
    private static final class Model {

        private Map<String, Set<String>> refs = new LinkedHashMap<>();
        private final List<String> queue = new ArrayList<>();
        private boolean isSynced;
        /** Whether the view followed the last join, and this join has not ended yet. */
        private boolean isJoined;

        void state(String payload) {
            refs = PresenceJson.refs(payload);
            queue.forEach(this::apply);
            queue.clear();
            isSynced = true;
        }

        void diff(String payload) {
            if (isSynced) {
                apply(payload);
            } else {
                queue.add(payload);
            }
        }

        private void apply(String payload) {
            PresenceJson.side(payload, "joins")
                    .forEach((key, joined) -> refs.computeIfAbsent(key, none -> new LinkedHashSet<>())
                            .addAll(joined));
            PresenceJson.side(payload, "leaves").forEach((key, left) -> {
                Set<String> metas = refs.getOrDefault(key, new LinkedHashSet<>());
                metas.removeAll(left);
                if (metas.isEmpty()) {
                    refs.remove(key);
                }
            });
        }

        void lost() {
            queue.clear();
            isSynced = false;
            isJoined = false;
        }
    }

    private final Map<Integer, Model> models = new LinkedHashMap<>();

    @Override
    public void on(ProgramEvent event) {
        switch (event) {
            case ProgramEvent.JoinSeen(var channel, var response, var view) -> {
                Model model = model(channel);
                model.lost();
                view.ifPresent(now -> {
                    model.isJoined = true;
                    holds(now.status() == Presences.Status.WAITING, "the view of a new join is %s", now.status());
                    holds(now.isStale() || model.refs.isEmpty(), "the old list of channel %s is not stale", channel);
                    holds(refs(now).equals(model.refs), "a join changed the refs of channel %s", channel);
                });
            }
            case ProgramEvent.EndSeen(var channel, var isWanted) ->
                model(channel).lost();
            case ProgramEvent.ConnectionEndSeen(var views) -> {
                views.forEach((channel, now) -> compareLost(channel, model(channel), now));
                models.values().forEach(Model::lost);
            }
            case ProgramEvent.ClientRestarted restarted -> models.values().forEach(Model::lost);
            case ProgramEvent.HandlerBroke(var handler, var views) ->
                views.forEach((channel, now) -> { // an error ended the client, so MessageSeen may be missing
                    model(channel).lost();
                    model(channel).refs = refs(now);
                });
            case ProgramEvent.MessageSeen(var channel, var topic, var name, var payload, var view) ->
                view.ifPresent(now -> {
                    Model model = model(channel);
                    switch (name) {
                        case Presences.STATE_EVENT -> model.state(payload);
                        case Presences.DIFF_EVENT -> model.diff(payload);
                        default -> {}
                    }
                    compare(channel, model, now);
                });
            default -> {}
        }
    }

    private Model model(int channel) {
        return models.computeIfAbsent(channel, none -> new Model());
    }

    private static void compare(int channel, Model model, Presences view) {
        Presences.Status expected = model.isSynced ? Presences.Status.SYNCED : Presences.Status.WAITING;
        holds(view.status() == expected, "the view of channel %s is %s, not %s", channel, view.status(), expected);
        holds(
                view.queuedDiffs() == model.queue.size(),
                "%s diffs of channel %s wait, not %s",
                view.queuedDiffs(),
                channel,
                model.queue.size());
        holds(refs(view).equals(model.refs), "the view of channel %s has %s, not %s", channel, refs(view), model.refs);
        holds(view.malformedParts() == 0, "channel %s counts malformed presences", channel);
        holds(!model.isSynced || !view.isStale(), "the view of channel %s is stale after a state", channel);
    }

    /** Compares a view after the end of the connection with its model before this end. */
    private static void compareLost(int channel, Model model, Presences view) {
        if (model.isJoined) {
            holds(
                    view.status() == Presences.Status.IDLE,
                    "the view of channel %s is %s without a connection",
                    channel,
                    view.status());
            holds(view.isStale() || !model.isSynced, "the view of channel %s is not stale", channel);
            holds(view.queuedDiffs() == 0, "diffs of channel %s still wait without a connection", channel);
            holds(refs(view).equals(model.refs), "a lost connection changed the refs of channel %s", channel);
        }
    }

    static Map<String, Set<String>> refs(Presences view) {
        Map<String, Set<String>> refs = new LinkedHashMap<>();
        view.list().forEach(entry -> {
            Set<String> metas = new LinkedHashSet<>();
            entry.metas().stream().map(PresenceMeta::ref).forEach(metas::add);
            refs.put(entry.key(), metas);
        });
        return refs;
    }
}
