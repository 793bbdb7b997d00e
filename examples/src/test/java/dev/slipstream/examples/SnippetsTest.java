package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that each Java block in the READMEs and in {@code docs/} occurs in a source file of this module, of the
 * integrations, or of {@code system-tests/boot}. Layout may differ.
 */
class SnippetsTest {

    private static final String FENCE = "```";

    @ParameterizedTest
    @MethodSource("pages")
    void codeOnPagesIsCompiled(Path page) throws IOException {
        List<String> sources = sources();
        for (String block : blocks(Files.readString(page))) {
            assertThat(sources.stream().anyMatch(source -> source.contains(block)))
                    .as("%s shows code that no source of the examples contains:%n%s", page, block)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void codeOnPagesEndsWithAWholeStatement(Path page) {
        assertThat(blocks(read(page)))
                .allSatisfy(block -> assertThat(block.strip())
                        .matches(code -> code.endsWith(";") || code.endsWith("}") || code.endsWith("{")));
    }

    @Test
    void pagesContainBlocks() {
        assertThat(pages()).contains(Path.of("..", "README.md"), Path.of("..", "docs", "README.md"));
        assertThat(pages().flatMap(page -> blocks(read(page)).stream())).hasSizeGreaterThan(15);
    }

    @Test
    void blocksOfAPageAreFoundAndAnUnknownBlockIsInNoSource() {
        List<String> found =
                blocks("text\n```java\n  int a;\n\n  int b;\n```\n```xml\n<a/>\n```\n```java\nc();\n```\n");

        assertThat(found).containsExactly("int a;\nint b;\n", "c();\n");
        assertThat(sources()).noneMatch(source -> source.contains(found.get(0)));
    }

    static Stream<Path> pages() {
        Path root = Path.of("..");
        Stream<Path> readmes = Stream.of(
                        "README.md",
                        "integrations/micrometer/README.md",
                        "integrations/opentelemetry/README.md",
                        "integrations/spring-boot/README.md")
                .map(root::resolve);
        return Stream.concat(readmes, list(root.resolve("docs")));
    }

    private static List<String> blocks(String page) {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        String language = "";
        for (String line : page.lines().toList()) {
            if (!line.strip().startsWith(FENCE)) {
                if (language.equals("java")) {
                    block.append(line).append('\n');
                }
            } else if (language.isEmpty()) {
                String named = line.strip().substring(FENCE.length());
                language = named.isEmpty() ? "text" : named;
            } else {
                if (language.equals("java")) {
                    blocks.add(unindented(block.toString()));
                }
                block.setLength(0);
                language = "";
            }
        }
        return blocks;
    }

    private static List<String> sources() {
        return Stream.of(Path.of("src"), Path.of("..", "integrations"), Path.of("..", "system-tests", "boot", "src"))
                .flatMap(SnippetsTest::list)
                .filter(file -> file.toString().endsWith(".java"))
                .map(file -> unindented(read(file)))
                .toList();
    }

    /** Removes layout that may differ: indentation, empty lines, and line breaks after {@code @Override}. */
    private static String unindented(String text) {
        StringBuilder lines = new StringBuilder();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(line -> lines.append(line).append('\n'));
        return lines.toString().replace("@Override\n", "@Override ");
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
