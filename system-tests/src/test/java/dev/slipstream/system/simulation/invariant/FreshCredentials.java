package dev.slipstream.system.simulation.invariant;

import static dev.slipstream.system.simulation.Invariant.holds;

import dev.slipstream.core.transport.Handshake;
import dev.slipstream.system.simulation.Invariant;
import dev.slipstream.system.simulation.Run;
import dev.slipstream.system.simulation.RunEvent;
import dev.slipstream.system.simulation.Scene;
import dev.slipstream.simulation.NetworkEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Each attempt shows what was asked for it, in time and for no other, and what the configuration shows always. */
public final class FreshCredentials implements Invariant {

    private static final Pattern QUERY = Pattern.compile("keep=[^&]+&user=[^&]+&attempt=(\\d+)&token=[^&]+&vsn=2.0.0");

    private final Map<String, Since> asked = new LinkedHashMap<>();

    @Override
    public String name() {
        return "F110 FreshCredentials";
    }

    @Override
    public void on(RunEvent runEvent, Scene scene) {
        switch (runEvent) {
            case RunEvent.FromOutside(var what)
            when what.startsWith(Run.CREDENTIALS) ->
                asked.put(what.substring(Run.CREDENTIALS.length()), Since.now(scene));
            case RunEvent.OnNetwork(NetworkEvent.Opening(int connection, Handshake handshake)) ->
                judge(connection, handshake, scene);
            default -> {}
        }
    }

    private void judge(int connection, Handshake handshake, Scene scene) {
        Matcher query = QUERY.matcher(handshake.uri().getRawQuery());
        holds(query.matches(), "connection %s asks for something else than it was told to", connection);
        Since since = asked.remove(query.group(1));
        holds(since != null, "connection %s shows what was given for another: %s", connection, query.group(1));
        holds(
                !since.isPast(scene.configuration().credentialsTimeout(), scene),
                "connection %s shows what was asked at %s, and came too late",
                connection,
                since.at());
        holds(
                handshake.headers().size() == 1 && handshake.subprotocols().size() == 2,
                "connection %s lacks the header or the token",
                connection);
    }
}
