package dev.slipstream.system.bad;

import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.transport.contract.Difference;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import dev.slipstream.transport.tyrus.TyrusTransportProvider;
import java.util.EnumSet;
import java.util.Set;

/** Which websocket library is between the server and the client, and which of its differences show here. */
enum Library {
    JDK(new JdkTransportProvider(), EnumSet.noneOf(Difference.class)),
    TYRUS(new TyrusTransportProvider(), EnumSet.of(Difference.NO_STATUS_IS_1000, Difference.MASKED_FRAMES_TAKEN));

    private final TransportProvider provider;
    private final Set<Difference> differences;

    Library(TransportProvider provider, Set<Difference> differences) {
        this.provider = provider;
        this.differences = differences;
    }

    TransportProvider provider() {
        return provider;
    }

    /** Whether a server's masked frame is one that is wrong. */
    boolean refusesMaskedFrames() {
        return !differences.contains(Difference.MASKED_FRAMES_TAKEN);
    }

    /** What is told of an end without a code. */
    String withoutCode() {
        return differences.contains(Difference.NO_STATUS_IS_1000) ? "closed 1000" : "closed 1005";
    }
}
