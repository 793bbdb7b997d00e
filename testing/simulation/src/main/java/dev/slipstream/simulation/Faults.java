package dev.slipstream.simulation;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.serializer.Message;
import java.time.Duration;

/** Injects faults. Each group of faults has a class that carries them out. */
final class Faults {

    private final Network network;
    private final SeededTime time;
    private final SeededRandom random;
    private final AttemptFaults attempts;
    private final LinkFaults links;
    private final Forgeries forgeries;

    Faults(Network network, SeededTime time, SeededRandom random) {
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

    /** Applies the first waiting fault to an attempt to connect. Returns false if no fault waits. */
    boolean meets(Link link) {
        return attempts.meets(link);
    }

    void opened(Link link) {
        links.opened(link);
    }

    void reached(int number, Message message) {
        forgeries.reached(number, message);
    }

    /**
     * Records a message of the server. Returns the message that the client receives. A fault may change this message.
     */
    Message answered(int number, Message message, Link link) {
        return forgeries.answered(number, message, link);
    }

    /** Injects a fault. {@link Network#inject} describes the result. */
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
            throw new IllegalStateException("no class injects the fault " + fault);
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
