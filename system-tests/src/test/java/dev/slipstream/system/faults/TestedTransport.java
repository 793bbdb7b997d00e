package dev.slipstream.system.faults;

import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.transport.contract.Repetitions;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import dev.slipstream.transport.netty.NettyTransportProvider;
import dev.slipstream.transport.tyrus.TyrusTransportProvider;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** A transport with which these tests run whole clients. */
enum TestedTransport {
    JDK(new JdkTransportProvider()),
    TYRUS(new TyrusTransportProvider()),
    NETTY(new NettyTransportProvider());

    private final TransportProvider provider;

    TestedTransport(TransportProvider provider) {
        this.provider = provider;
    }

    TransportProvider provider() {
        return provider;
    }

    /**
     * How often the websocket library connects to a server that closes the connection without a response, before the
     * library reports a failure.
     */
    int attemptsWithoutResponse() {
        return switch (this) {
            case JDK -> 2;
            case TYRUS, NETTY -> 1;
        };
    }

    /**
     * Returns the arguments of the test classes: each transport, once for each repetition, and the repetition's number.
     */
    static Stream<Arguments> runs() {
        return Repetitions.numbers()
                .boxed()
                .flatMap(number -> Arrays.stream(values()).map(transport -> Arguments.of(transport, number)));
    }
}
