package dev.slipstream.system.planted;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A planted change of one class, such as a bug.
 *
 * @param list the resource that contains the change
 * @param name describes the change
 * @param anchor the changed method, or the class whose parts outside of methods are changed
 * @param original the original text as Java tokens, so that white space and comments do not matter
 * @param replacement the new text
 * @param needs how many seeds or seconds a test needed to detect the change when this was last measured; the first
 *     lines of the list name the unit; 0 if the entry has no number
 */
public record Planting(String list, String name, Anchor anchor, String original, String replacement, int needs) {

    /** Reads a list from a resource. Each entry has a name and indented lines with the anchor and the texts. */
    public static List<Planting> read(String list) throws IOException {
        try (InputStream in = Planting.class.getResourceAsStream(list)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining("\n"));
            List<Planting> all = new ArrayList<>();
            for (String entry : text.strip().split("\n\n+")) {
                all.add(of(list.substring(1), entry.lines().toList()));
            }
            return all;
        }
    }

    /** Returns this many changes, spread evenly over a list, or the whole list if it has fewer. */
    public static List<Planting> sample(List<Planting> all, int size) {
        return IntStream.range(0, Math.min(size, all.size()))
                .mapToObj(i -> all.get(i * all.size() / Math.min(size, all.size())))
                .toList();
    }

    private static Planting of(String list, List<String> entry) {
        return new Planting(
                list,
                entry.get(0),
                Anchor.of(all("in ", entry, " ")),
                all("- ", entry, "\n"),
                all("+ ", entry, " "),
                Integer.parseInt("0" + all("needs ", entry, " ")));
    }

    private static String all(String mark, List<String> entry, String between) {
        return entry.stream()
                .map(String::strip)
                .map(line -> line + " ")
                .filter(line -> line.startsWith(mark))
                .map(line -> line.substring(mark.length()).strip())
                .collect(Collectors.joining(between));
    }

    /**
     * Returns the source with the change.
     *
     * @throws AnchorNotFoundException if the text is missing or not unique; the list must then be corrected
     */
    String plantedIn(String source) {
        SourceRange range = new AnchoredTextFinder(ParsedSource.of(anchor.simpleName(), source), anchor).find(original);
        return source.substring(0, range.start()) + replacement + source.substring(range.end());
    }

    @Override
    public String toString() {
        return name;
    }
}
