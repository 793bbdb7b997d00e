package dev.slipstream.system.faults;

import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.transport.contract.Repetitions;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import dev.slipstream.transport.tyrus.TyrusTransportProvider;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** A transport under a whole client. */
enum Carrier {
    JDK(new JdkTransportProvider()),
    TYRUS(new TyrusTransportProvider());

    private final TransportProvider provider;

    Carrier(TransportProvider provider) {
        this.provider = provider;
    }

    TransportProvider provider() {
        return provider;
    }

    /** How often it asks a server that hangs up without a byte of answer, before it tells. */
    int attemptsAtSilence() {
        return switch (this) {
            case JDK -> 2;
            case TYRUS -> 1;
        };
    }

    /** Both, as often as the faults are to be repeated: a carrier and the number of the repetition. */
    static Stream<Arguments> runs() {
        return Repetitions.numbers()
                .boxed()
                .flatMap(number -> Arrays.stream(values()).map(carrier -> Arguments.of(carrier, number)));
    }
}
