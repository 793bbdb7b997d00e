package dev.slipstream.testkit.simulation;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;

/** Lets things go wrong. */
final class Faults {

    private final Network network;
    private final VirtualTime time;
    private final SeededRandom random;
    private final AttemptFaults attempts;
    private final LinkFaults links;
    private final Forgeries forgeries;

    Faults(Network network, VirtualTime time, SeededRandom random) {
        this.network = network;
        this.time = time;
        this.random = random;
        this.attempts = new AttemptFaults(network, time, random);
        this.links = new LinkFaults(network, time, random);
        this.forgeries = new Forgeries(network, time, random);
    }

    void heal() {
        attempts.heal();
        links.heal();
        forgeries.heal();
    }

    /** Whether an attempt to connect meets a fault; if so that is all it meets. */
    boolean meets(Link link) {
        return attempts.meets(link);
    }

    void opened(Link link) {
        links.opened(link);
    }

    void reached(int number, Message message) {
        forgeries.reached(number, message);
    }

    /** Notes what the server says, and returns what the client is sent instead. */
    Message answered(int number, Message message, Link link) {
        return forgeries.answered(number, message, link);
    }

    /** Whether it could take effect; what waits for something that may not come does. */
    boolean inject(Fault fault) {
        if (attempts.knows(fault)) {
            attempts.add(fault);
            return true;
        }
        if (fault == Fault.PROCESS_FROZEN) {
            network.saw(new NetworkEvent.Struck(fault, ""));
            time.freeze(random.between(Duration.ofMinutes(1), Duration.ofMinutes(10)));
            return true;
        }
        Link link = network.live();
        if (link == null) {
            return false;
        }
        if (fault == Fault.CUT_IN_BURST) {
            return cutInBurst(link);
        }
        if (forgeries.knows(fault)) {
            return forgeries.strike(fault, link);
        }
        if (!links.knows(fault)) {
            throw new IllegalStateException("nobody does " + fault);
        }
        links.strike(fault, link);
        return true;
    }

    private boolean cutInBurst(Link link) {
        if (!link.isBursting()) {
            forgeries.strike(Fault.BURST, link);
        }
        if (!link.isBursting()) {
            return false;
        }
        link.cutInBurst(new DisconnectReason.Failed(new Failure.ConnectionLost("TCP ended")));
        network.struck(Fault.CUT_IN_BURST, link);
        return true;
    }
}
