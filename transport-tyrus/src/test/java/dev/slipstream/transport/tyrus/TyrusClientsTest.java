package dev.slipstream.transport.tyrus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.transport.tyrus.TyrusClients.Lease;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TyrusClientsTest {

    private final TyrusClients clients = new TyrusClients();

    @Test
    void allShareOneClientAndItsThreads() throws Exception {
        Lease first = clients.lease();
        Lease second = clients.lease();

        assertThat(second).isSameAs(first);
        first.release();
        second.release();
    }

    @Test
    void threadsEndAMomentAfterTheLastUse() throws Exception {
        Lease lease = clients.lease();
        assertThat(lease.grizzly().isStopped()).isFalse();

        lease.release();

        assertThat(endsSoon(lease)).isTrue();
        Lease next = clients.lease();
        assertThat(next).isNotSameAs(lease);
        next.release();
    }

    @Test
    void whoComesAgainAtOnceFindsTheSameThreads() throws Exception {
        Lease lease = clients.lease();
        lease.release();

        Lease again = clients.lease();

        assertThat(again).isSameAs(lease);
        assertThat(endsWithin(lease, 500)).isFalse();
        again.release();
        assertThat(endsSoon(lease)).isTrue();
    }

    private static boolean endsSoon(Lease lease) throws InterruptedException {
        return endsWithin(lease, 5000);
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
