package dev.slipstream.system.bad;

import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.transport.contract.Difference;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import dev.slipstream.transport.netty.NettyTransportProvider;
import dev.slipstream.transport.tyrus.TyrusTransportProvider;
import java.util.EnumSet;
import java.util.Set;

/** A websocket library of the client, and the peculiarities that these tests can observe. */
enum Library {
    JDK(new JdkTransportProvider(), EnumSet.noneOf(Difference.class)),
    TYRUS(
            new TyrusTransportProvider(),
            EnumSet.of(Difference.MISSING_CLOSE_CODE_REPORTED_AS_1000, Difference.MASKED_FRAMES_ACCEPTED)),
    NETTY(new NettyTransportProvider(), EnumSet.noneOf(Difference.class));

    private final TransportProvider provider;
    private final Set<Difference> differences;

    Library(TransportProvider provider, Set<Difference> differences) {
        this.provider = provider;
        this.differences = differences;
    }

    TransportProvider provider() {
        return provider;
    }

    /** Whether the library treats a masked frame of the server as a protocol error. */
    boolean refusesMaskedFrames() {
        return !differences.contains(Difference.MASKED_FRAMES_ACCEPTED);
    }

    /** The recorded event for a close without a code. */
    String withoutCode() {
        return differences.contains(Difference.MISSING_CLOSE_CODE_REPORTED_AS_1000) ? "closed 1000" : "closed 1005";
    }
}
