package dev.slipstream.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.transport.netty.NettyLoops.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NettyLoopsTest {

    private static final long PATIENCE_SECONDS = 60;

    private final NettyLoops loops = new NettyLoops();

    @Test
    void manyTransportsShareAtMostFourLoops() {
        List<Lease> leases = Stream.generate(loops::lease).limit(100).toList();

        assertThat(leases.stream().map(Lease::loop).distinct().count()).isBetween(1L, 4L);
        leases.forEach(Lease::release);
    }

    @Test
    void loopsEndSoonAfterLastRelease() throws Exception {
        Lease first = loops.lease();
        Lease second = loops.lease();
        first.loop().submit(() -> {}).sync();

        first.release();
        assertThat(first.loop().isShuttingDown()).isFalse();
        second.release();

        assertThat(first.loop().awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        assertThat(second.loop().awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
        Lease next = loops.lease();
        assertThat(next.loop()).isNotSameAs(first.loop());
        next.release();
    }

    @Test
    void leaseSoonAfterReleaseReusesLoops() throws Exception {
        List<Lease> leases = new ArrayList<>();
        boolean isLate;
        do { // on a busy machine the loops may end before the next lease
            Lease lease = loops.lease();
            long released = System.nanoTime();
            lease.release();
            leases.clear();
            Stream.generate(loops::lease).limit(4).forEach(leases::add);
            leases.add(lease);
            isLate = System.nanoTime() - released >= NettyLoops.IDLE.toNanos();
            if (isLate) {
                leases.subList(0, 4).forEach(Lease::release);
            }
        } while (isLate);
        Lease lease = leases.removeLast();

        assertThat(leases).extracting(Lease::loop).contains(lease.loop());
        assertThat(lease.loop().awaitTermination(2 * NettyLoops.IDLE.toMillis(), TimeUnit.MILLISECONDS))
                .isFalse();
        leases.forEach(Lease::release);
        assertThat(lease.loop().awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .isTrue();
    }
}
