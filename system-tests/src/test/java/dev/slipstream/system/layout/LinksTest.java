package dev.slipstream.system.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each link between pages leads to an existing file and heading. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);
    private static final Pattern NOT_IN_AN_ANCHOR = Pattern.compile("[^\\p{Alnum}_ -]");

    private static final Path ROOT = ProjectLayout.ofThisBuild().root();

    @Test
    void eachLinkLeadsToAFileAndAHeading() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : pages()) {
            for (MatchResult link :
                    LINK.matcher(Files.readString(page)).results().toList()) {
                if (link.group(1).startsWith("http")) {
                    continue;
                }
                links++;
                Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
                if (!Files.exists(target) || !hasHeading(target, link.group(2))) {
                    broken.add(ROOT.relativize(page) + ": " + link.group());
                }
            }
        }

        assertThat(broken).isEmpty();
        assertThat(links).isGreaterThan(50);
    }

    /** The pages at the root and all pages below {@code docs}. */
    private static List<Path> pages() throws IOException {
        try (Stream<Path> root = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(root, docs)
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static boolean hasHeading(Path page, String anchor) throws IOException {
        return anchor == null
                || HEADING.matcher(Files.readString(page))
                        .results()
                        .anyMatch(heading -> anchor(heading.group(1)).equals(anchor));
    }

    /** Returns the anchor that GitHub gives a heading. */
    private static String anchor(String heading) {
        return NOT_IN_AN_ANCHOR
                .matcher(heading.toLowerCase(Locale.ROOT))
                .replaceAll("")
                .replace(' ', '-');
    }
}
