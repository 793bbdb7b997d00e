package dev.slipstream.transport.tyrus;

import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.transport.contract.Difference;
import dev.slipstream.transport.contract.TransportContract;
import java.util.Set;

class TyrusTransportContractTest extends TransportContract {

    @Override
    protected TransportProvider provider() {
        return new TyrusTransportProvider();
    }

    @Override
    protected Set<Difference> differences() {
        return Set.of(
                Difference.PINGS_NOT_REPORTED,
                Difference.MISSING_CLOSE_CODE_REPORTED_AS_1000,
                Difference.MASKED_FRAMES_ACCEPTED,
                Difference.HUGE_LENGTHS_NOT_REJECTED,
                Difference.OVERLONG_LENGTHS_ACCEPTED,
                Difference.SOCKS_PROXIES_REFUSED);
    }
}
