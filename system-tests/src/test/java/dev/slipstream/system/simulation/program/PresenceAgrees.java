package dev.slipstream.system.simulation.program;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.channels.ChannelPresence;
import dev.slipstream.core.presence.Presences;
import dev.slipstream.system.simulation.ProgramEvent;
import dev.slipstream.system.simulation.ProgramInvariant;
import dev.slipstream.system.simulation.ProgramView;
import java.util.Map;
import java.util.Set;

/** After the quiet time, the presence view of a joined channel has the keys, refs and extras that the server has. */
final class PresenceAgrees implements ProgramInvariant {

    @Override
    public void on(ProgramEvent event) {}

    @Override
    public void atRest(ProgramView view) {
        view.views().forEach((number, presence) -> {
            if (view.handles().get(number).isJoined()) {
                compare(number, presence, view);
            }
        });
    }

    private static void compare(int number, ChannelPresence presence, ProgramView view) {
        Presences own = presence.snapshot();
        holds(own.status() == Presences.Status.SYNCED, "the view of channel %s is %s", number, own.status());
        holds(!own.isStale(), "the view of channel %s is stale", number);
        Map<String, Set<String>> server =
                PresenceJson.refs(view.presences(own.topic()).text());
        holds(
                PresenceFollows.refs(own).equals(server),
                "the view of channel %s has %s, the server %s",
                number,
                PresenceFollows.refs(own),
                server);
        own.list()
                .forEach(entry -> holds(
                        entry.extras().text().equals("{\"user\":{\"name\":\"" + entry.key() + "\"}}"),
                        "an entry of channel %s has the extras %s",
                        number,
                        entry.extras().text()));
    }
}
