package dev.slipstream.system.transport;

import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.transport.contract.Rfc6455Contract;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import java.util.List;

/**
 * Runs the RFC 6455 cases with the JDK transport. The list of cases in which the transport differs from the RFC is
 * wrong: one case is missing from the list, and in one listed case the transport does not differ.
 *
 * <p>Only {@link WrongDifferencesTest} runs this class. Because of its name, Maven does not treat it as a test.
 */
class WrongDifferencesContract extends Rfc6455Contract {

    static final String MISSING = "7.4.2 code 65535, outside all ranges";
    static final String INVENTED = "5.2 opcode 3, reserved";

    @Override
    protected TransportProvider provider() {
        return new JdkTransportProvider();
    }

    @Override
    protected List<String> differences() {
        return """
                7.4.1 code 1010, missing extension
                    = violated 1002

                7.4.2 code 5000, outside all ranges
                    = closed 5000 ""

                5.2 opcode 3, reserved
                    = violated 1003
                """.lines().toList();
    }
}
