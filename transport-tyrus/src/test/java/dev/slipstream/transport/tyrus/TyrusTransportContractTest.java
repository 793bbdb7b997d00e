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
                Difference.PINGS_UNTOLD,
                Difference.NO_STATUS_IS_1000,
                Difference.MASKED_FRAMES_TAKEN,
                Difference.HUGE_LENGTHS_AWAITED,
                Difference.LONG_LENGTHS_TAKEN);
    }
}
