package dev.slipstream.core.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** {@link SparseMap} behaves like a map, although it is optimized for few entries. */
class SparseMapTest {

    private static final int STEPS = 2000;

    @Test
    void behavesLikeLinkedHashMap() {
        SplittableRandom random = new SplittableRandom(7);
        SparseMap<Integer, Integer> sparse = new SparseMap<>();
        LinkedHashMap<Integer, Integer> usual = new LinkedHashMap<>();
        for (int i = 0; i < STEPS; i++) {
            int key = random.nextInt(6);
            switch (random.nextInt(5)) {
                case 0, 1 -> assertThat(sparse.put(key, i)).isEqualTo(usual.put(key, i));
                case 2 -> assertThat(sparse.remove(key)).isEqualTo(usual.remove(key));
                case 3 -> assertThat(sparse.pollFirstEntry()).isEqualTo(usual.pollFirstEntry());
                default -> {
                    if (random.nextInt(10) == 0) {
                        sparse.clear();
                        usual.clear();
                    }
                }
            }
            assertThat(new ArrayList<>(sparse.entrySet())).isEqualTo(new ArrayList<>(usual.entrySet()));
            assertThat(sparse.get(key)).isEqualTo(usual.get(key));
            assertThat(sparse.containsKey(key)).isEqualTo(usual.containsKey(key));
            assertThat(sparse.firstEntry()).isEqualTo(usual.firstEntry());
            assertThat(sparse).hasSize(usual.size());
        }
    }

    @Test
    void newMapIsEmpty() {
        Map<String, String> sparse = new SparseMap<>();

        sparse.clear();

        assertThat(sparse).isEmpty();
        assertThat(sparse.get("a")).isNull();
        assertThat(sparse.remove("a")).isNull();
        assertThat(sparse.containsKey("a")).isFalse();
        assertThat(new SparseMap<String, String>().firstEntry()).isNull();
        assertThat(new SparseMap<String, String>().pollFirstEntry()).isNull();
    }

    /** {@code SparseMap.none()} always returns the same object, so it must never take an entry. */
    @Test
    void sharedEmptyMapStaysEmpty() {
        SparseMap<String, String> none = SparseMap.none();

        SparseMap<String, String> one = none.with("a", "b");
        none.clear();

        assertThat(none.remove("a")).isNull();
        assertThat(none.pollFirstEntry()).isNull();
        assertThat(none.without("a")).isSameAs(SparseMap.none());
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> none.put("a", "b"));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> none.computeIfAbsent("a", key -> "b"));
        assertThat(none).isEmpty();
        assertThat(one).containsExactly(Map.entry("a", "b"));
    }

    @Test
    void emptiedMapIsSharedEmptyMap() {
        SparseMap<String, String> map = SparseMap.none();

        map = map.with("a", "1").with("b", "2");
        assertThat(map.with("c", "3")).isSameAs(map);
        map = map.without("a").without("c");
        assertThat(map).containsExactly(Map.entry("b", "2"));

        assertThat(map.without("b")).isSameAs(SparseMap.none());
    }

    @Test
    void singleEntryIsCounted() {
        SparseMap<String, String> map = new SparseMap<>();
        map.put("a", "b");

        assertThat(map.entrySet()).hasSize(1);
        assertThat(map.values()).hasSize(1);
    }
}
