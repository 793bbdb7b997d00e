package dev.slipstream.system.transport;

import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.transport.contract.Difference;
import dev.slipstream.transport.contract.TransportContract;
import java.util.EnumSet;
import java.util.Set;

/**
 * The transport contract, run against a transport with the bugs in {@link #PLANTED}.
 *
 * <p>Only {@link BrokenTransportTest} runs this class and selects the bugs. Because of its name, Maven does not treat
 * this class as a test.
 */
class BrokenTransportContract extends TransportContract {

    static final Set<PlantedFault> PLANTED = EnumSet.noneOf(PlantedFault.class);

    @Override
    protected TransportProvider provider() {
        return new BrokenTransport(Set.copyOf(PLANTED));
    }

    @Override
    protected Set<Difference> differences() {
        return Set.of(
                Difference.USER_AGENT_ADDED,
                Difference.RESPONSE_HEADERS_NOT_REPORTED,
                Difference.CONNECTION_HEADER_LISTS_REFUSED,
                Difference.HUGE_LENGTHS_NOT_REJECTED,
                Difference.UNDEFINED_CLOSE_CODES_REPORTED,
                Difference.BASIC_CREDENTIALS_NOT_SENT_TO_PROXIES,
                Difference.REQUEST_REPEATED_AFTER_TCP_END);
    }
}
