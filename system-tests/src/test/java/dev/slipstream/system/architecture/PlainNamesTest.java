package dev.slipstream.system.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.layout.ProjectLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Identifiers are plain, in main code, tests, examples and benchmarks. */
class PlainNamesTest {

    private static final ProjectLayout PROJECT = ProjectLayout.ofThisBuild();
    private static final String MAIN = "src/main/java";

    @Test
    void identifiersAndTypesHaveNoOldNames() {
        assertThat(Stream.of(MAIN, "src/test/java")
                        .flatMap(folder -> PROJECT.sources(folder).stream())
                        .flatMap(file -> PlainNames.oldNames(path(file), text(file)).stream()))
                .isEmpty();
        assertThat(PROJECT.sources("src/test/java")).hasSizeGreaterThan(300);
    }

    @Test
    void simpleNamesAreUniqueInMainCode() {
        List<Path> sources = PROJECT.sources(MAIN);

        assertThat(sources).hasSizeGreaterThan(300);
        assertThat(PlainNames.duplicates(sources.stream().map(PlainNamesTest::path)))
                .isEmpty();
    }

    @Test
    void mainSourcesAreWithinTheLengthLimit() {
        assertThat(PROJECT.sources(MAIN).stream().flatMap(file -> PlainNames.tooLong(path(file), text(file))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "letter, int letter;",
        "wish, void takeWishesBack() {}",
        "ledger, String oldLedger;",
        "happening, int HAPPENINGS;",
        "witness, Object inputWitness;",
        "wordless, boolean isWordless;",
        "old name of a type, record Turn(int number) {}",
        "old name of a type, enum Place {}",
        "old name of a type, interface Answer {}"
    })
    void oldNameIsFound(String word, String source) {
        assertThat(PlainNames.oldNames("core/Offender.java", "class Offender { " + source + " }"))
                .singleElement()
                .asString()
                .contains("core/Offender.java", word);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/* a letter */ class Operation { record Answer(Object to) {} }",
                "class Operation { String text = \"ledger\"; // witness\n }"
            })
    void commentsStringsAndPlainNamesAreIgnored(String source) {
        assertThat(PlainNames.oldNames("core/Operation.java", source)).isEmpty();
    }

    @Test
    void duplicateTypeNameIsFound() {
        assertThat(PlainNames.duplicates(
                        Stream.of("a/Dice.java", "a/module-info.java", "b/Dice.java", "b/module-info.java")))
                .containsExactly("Dice is in a/Dice.java and b/Dice.java");
    }

    @Test
    void tooLongSourceIsFound() {
        assertThat(PlainNames.tooLong("A.java", "\n".repeat(500))).isEmpty();
        assertThat(PlainNames.tooLong("A.java", "\n".repeat(501)))
                .containsExactly("A.java has 501 lines, more than 500");
    }

    private static String path(Path file) {
        return PROJECT.root().relativize(file).toString().replace('\\', '/');
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
