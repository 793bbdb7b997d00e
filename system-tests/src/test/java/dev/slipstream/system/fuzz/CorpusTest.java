package dev.slipstream.system.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.slipstream.system.trust.RequiredLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every build runs the targets with the fuzzing seeds, the inputs that fuzzing found, and mutations of both. */
class CorpusTest {

    private static final int MUTANTS = 1_000;

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void eachCorpusInputPasses(Targets target, Path input) throws Exception {
        target.target().accept(Files.readAllBytes(input));
    }

    static Stream<Arguments> eachCorpusInputPasses() {
        return Arrays.stream(Targets.values())
                .flatMap(target -> target.corpus().stream().map(input -> arguments(target, input)));
    }

    @Test
    void trustTableListsEachTarget() {
        assertThat(Targets.values()).extracting(Targets::line).containsExactlyElementsOf(RequiredLines.FUZZED);
    }

    @ParameterizedTest
    @EnumSource
    void eachDamagedInputPasses(Targets target) throws Exception {
        List<Path> corpus = target.corpus();
        assertThat(corpus).hasSizeGreaterThanOrEqualTo(3);
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < MUTANTS; round++) {
            byte[] damaged = damaged(Files.readAllBytes(corpus.get(round % corpus.size())), random);
            try {
                target.target().accept(damaged);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("input " + HexFormat.of().formatHex(damaged), e);
            }
        }
    }

    private static byte[] damaged(byte[] input, SplittableRandom random) {
        byte[] bytes = input;
        for (int edits = random.nextInt(1, 4); edits > 0 && bytes.length > 0; edits--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes = Arrays.copyOf(bytes, at);
                default -> {
                    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
                    System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                    bytes = longer;
                }
            }
        }
        return bytes;
    }
}
