package dev.slipstream.transport.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.transport.jdk.JdkClients.Lease;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class JdkClientsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final InetSocketAddress PROXY = InetSocketAddress.createUnresolved("proxy.example", 3128);

    private final JdkClients clients = new JdkClients();

    @Test
    void transportsWithTheSameTlsAndProxyShareOneClient() throws Exception {
        SSLContext tls = context();

        List<Lease> leases = List.of(
                clients.lease(Optional.of(tls), Optional.of(PROXY)),
                clients.lease(Optional.of(tls), Optional.of(PROXY)),
                clients.lease(Optional.of(tls), Optional.of(PROXY)));

        assertThat(leases)
                .extracting(Lease::client)
                .containsOnly(leases.getFirst().client());
        leases.forEach(Lease::release);
    }

    @Test
    void eachTlsAndEachProxyHasAClientOfItsOwn() throws Exception {
        List<Optional<SSLContext>> contexts = List.of(Optional.empty(), Optional.of(context()), Optional.of(context()));
        List<Optional<InetSocketAddress>> proxies = List.of(
                Optional.empty(),
                Optional.of(PROXY),
                Optional.of(InetSocketAddress.createUnresolved("other.example", 3128)));
        List<Lease> leases = new ArrayList<>();

        contexts.forEach(tls -> proxies.forEach(proxy -> leases.add(clients.lease(tls, proxy))));

        Set<Object> distinct = new HashSet<>();
        leases.forEach(lease -> distinct.add(lease.client()));
        assertThat(distinct).hasSize(9);
        leases.forEach(Lease::release);
    }

    @Test
    void clientIsShutDownOnlyAfterLastRelease() throws Exception {
        Lease first = clients.lease(Optional.empty(), Optional.empty());
        Lease second = clients.lease(Optional.empty(), Optional.empty());

        first.release();
        assertThat(first.client().awaitTermination(Duration.ofMillis(100))).isFalse();

        second.release();
        assertThat(first.client().awaitTermination(PATIENCE)).isTrue();
    }

    @Test
    void leaseAfterLastReleaseGetsNewClient() throws Exception {
        Lease before = clients.lease(Optional.empty(), Optional.empty());
        before.release();

        Lease after = clients.lease(Optional.empty(), Optional.empty());

        assertThat(after.client()).isNotSameAs(before.client());
        after.release();
        assertThat(after.client().awaitTermination(PATIENCE)).isTrue();
    }

    private static SSLContext context() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        return context;
    }
}
