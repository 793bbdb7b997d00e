package dev.slipstream.transport.netty;

import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.transport.contract.Difference;
import dev.slipstream.transport.contract.TransportContract;
import java.util.Set;

class NettyTransportContractTest extends TransportContract {

    @Override
    protected TransportProvider provider() {
        return new NettyTransportProvider();
    }

    @Override
    protected Set<Difference> differences() {
        return Set.of();
    }
}
