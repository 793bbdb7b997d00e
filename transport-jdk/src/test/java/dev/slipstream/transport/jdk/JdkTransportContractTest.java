package dev.slipstream.transport.jdk;

import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.transport.contract.Difference;
import dev.slipstream.transport.contract.TransportContract;
import java.util.Set;

class JdkTransportContractTest extends TransportContract {

    @Override
    protected TransportProvider provider() {
        return new JdkTransportProvider();
    }

    @Override
    protected Set<Difference> differences() {
        return Set.of(
                Difference.USER_AGENT_ADDED,
                Difference.OPENING_HEADERS_UNTOLD,
                Difference.CONNECTION_LISTS_REFUSED,
                Difference.REFUSALS_READ_WHOLE,
                Difference.HUGE_LENGTHS_AWAITED,
                Difference.UNASSIGNED_CODES_TOLD,
                Difference.BASIC_KEPT_FROM_PROXIES,
                Difference.SILENT_END_TRIED_TWICE,
                Difference.TUNNELS_FIRST_BYTES_DROPPED);
    }
}
