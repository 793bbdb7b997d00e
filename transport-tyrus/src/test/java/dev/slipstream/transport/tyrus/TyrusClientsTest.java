package dev.slipstream.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.transport.tyrus.TyrusClients.Lease;
import dev.slipstream.transport.tyrus.container.ChannelOptions;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.nio.ChannelConfigurator;
import org.junit.jupiter.api.Test;

class TyrusClientsTest {

    private static final long PATIENCE_MILLIS = 60_000;

    private final TyrusClients clients = new TyrusClients();

    @Test
    void allTransportsShareOneClientAndItsThreads() throws Exception {
        Lease first = clients.lease();
        Lease second = clients.lease();

        assertThat(second).isSameAs(first);
        first.release();
        second.release();
    }

    @Test
    void threadsEndSoonAfterLastRelease() throws Exception {
        Lease lease = clients.lease();
        assertThat(lease.grizzly().isStopped()).isFalse();

        lease.release();

        assertThat(endsSoon(lease)).isTrue();
        Lease next = clients.lease();
        assertThat(next).isNotSameAs(lease);
        next.release();
    }

    @Test
    void leaseSoonAfterReleaseReusesThreads() throws Exception {
        Lease lease;
        Lease again;
        boolean isLate;
        do { // on a busy machine the threads may end before the next lease
            lease = clients.lease();
            long released = System.nanoTime();
            lease.release();
            again = clients.lease();
            isLate = System.nanoTime() - released >= TyrusClients.IDLE.toNanos();
            if (isLate) {
                again.release();
            }
        } while (isLate);

        assertThat(again).isSameAs(lease);
        assertThat(endsWithin(lease, 500)).isFalse();
        again.release();
        assertThat(endsSoon(lease)).isTrue();
    }

    @Test
    void openSocketGetsItsOptions() throws Exception {
        Lease lease = clients.lease();
        ChannelConfigurator configurator = lease.grizzly().getChannelConfigurator();
        try (SocketChannel open = SocketChannel.open()) {
            configurator.preConfigure(lease.grizzly(), open);
            configurator.postConfigure(lease.grizzly(), open);

            assertThat(configurator).isInstanceOf(ChannelOptions.class);
            assertThat(open.isBlocking()).isFalse();
            assertThat(open.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
            assertThat(open.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
        }
        lease.release();
    }

    private static boolean endsSoon(Lease lease) throws InterruptedException {
        return endsWithin(lease, PATIENCE_MILLIS);
    }

    private static boolean endsWithin(Lease lease, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        CountDownLatch moment = new CountDownLatch(1);
        while (!lease.grizzly().isStopped() && System.nanoTime() < deadline) {
            moment.await(10, TimeUnit.MILLISECONDS);
        }
        return lease.grizzly().isStopped();
    }
}
