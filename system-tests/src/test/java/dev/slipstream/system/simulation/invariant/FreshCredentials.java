package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.transport.Handshake;
import dev.slipstream.simulation.NetworkEvent;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.Run;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.RunView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Each connection attempt uses the credentials that were requested for it and came within their timeout. Each attempt
 * also uses the query and headers of the configuration.
 */
public final class FreshCredentials implements Invariant {

    private static final Pattern QUERY = Pattern.compile("keep=[^&]+&user=[^&]+&attempt=(\\d+)&token=[^&]+&vsn=2.0.0");

    private final Map<String, WaitStart> requested = new LinkedHashMap<>();

    @Override
    public void on(RunEvent runEvent, RunView view) {
        switch (runEvent) {
            case RunEvent.FromOutside(var what)
            when what.startsWith(Run.CREDENTIALS) ->
                requested.put(what.substring(Run.CREDENTIALS.length()), WaitStart.now(view));
            case RunEvent.OnNetwork(NetworkEvent.Opening(int connection, Handshake handshake)) ->
                check(connection, handshake, view);
            default -> {}
        }
    }

    private void check(int connection, Handshake handshake, RunView view) {
        Matcher query = QUERY.matcher(handshake.uri().query().orElse(""));
        holds(query.matches(), "connection %s has an unexpected query", connection);
        WaitStart since = requested.remove(query.group(1));
        holds(since != null, "connection %s uses the credentials of another attempt: %s", connection, query.group(1));
        holds(
                !since.isPast(view.configuration().credentialsTimeout(), view),
                "connection %s uses credentials requested at %s that came too late",
                connection,
                since.at());
        holds(
                handshake.headers().size() == 1 && handshake.subprotocols().size() == 2,
                "connection %s lacks the header or the token",
                connection);
    }
}
