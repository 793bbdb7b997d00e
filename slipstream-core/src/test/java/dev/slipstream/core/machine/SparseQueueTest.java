package dev.slipstream.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** {@link SparseQueue} behaves like a queue, although it is optimized for holding one element. */
class SparseQueueTest {

    private static final int STEPS = 2000;

    @Test
    void behavesLikeArrayDeque() {
        SplittableRandom random = new SplittableRandom(13);
        SparseQueue<Integer> sparse = new SparseQueue<>();
        ArrayDeque<Integer> usual = new ArrayDeque<>();
        for (int i = 0; i < STEPS; i++) {
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3, 4, 5, 6, 7 -> {
                    sparse.add(i);
                    usual.add(i);
                }
                case 8, 9 -> {
                    sparse.addFirst(i);
                    usual.addFirst(i);
                }
                case 10 -> {
                    sparse.clear();
                    usual.clear();
                }
                default -> assertThat(sparse.poll()).isEqualTo(usual.poll());
            }
            assertThat(sparse.peek()).isEqualTo(usual.peek());
            assertThat(sparse.size()).isEqualTo(usual.size());
            assertThat(sparse.isEmpty()).isEqualTo(usual.isEmpty());
        }
        while (!usual.isEmpty()) {
            assertThat(sparse.poll()).isEqualTo(usual.poll());
        }
        assertThat(sparse.poll()).isNull();
    }
}
