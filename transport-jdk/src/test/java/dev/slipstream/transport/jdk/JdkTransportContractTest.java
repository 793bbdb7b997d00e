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
                Difference.UNDERSCORE_HOSTS_REFUSED,
                Difference.RESPONSE_HEADERS_NOT_REPORTED,
                Difference.CONNECTION_HEADER_LISTS_REFUSED,
                Difference.REFUSAL_BODIES_READ_COMPLETELY,
                Difference.HUGE_LENGTHS_NOT_REJECTED,
                Difference.UNDEFINED_CLOSE_CODES_REPORTED,
                Difference.SOCKS_PROXIES_REFUSED,
                Difference.BASIC_CREDENTIALS_NOT_SENT_TO_PROXIES,
                Difference.REQUEST_REPEATED_AFTER_TCP_END,
                Difference.BYTES_AFTER_PROXY_RESPONSE_DROPPED);
    }
}
