package dev.slipstream.transport.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.transport.contract.Certificates.Identity;
import dev.slipstream.transport.netty.NettyTransportProvider;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;

/**
 * A trust manager may block, for example while it checks for revocation. So the transport over Netty must not call it
 * on an event loop, which several websockets share.
 */
class BlockingTrustTest {

    private static final TransportProvider NETTY = new NettyTransportProvider();

    @Test
    void nettyChecksCertificatesOnAnotherThread() throws Exception {
        CompletableFuture<Thread> checking = new CompletableFuture<>();
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new Noting(checking)}, new SecureRandom());
        Identity server = Certificates.selfSigned("127.0.0.1");
        ContractScenario scenario = new ContractScenario(NETTY, Set.of());

        scenario.connect(Attempt.to(scenario.serveTls(Tls.showing(server, server), RawConnection::acceptAndEcho), "wss")
                .tls(tls));

        assertThat(checking.get(1, TimeUnit.MINUTES).isVirtual()).isTrue();
        scenario.tidyUp();
    }

    private record Noting(CompletableFuture<Thread> checking) implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            checking.complete(Thread.currentThread());
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
