package dev.slipstream.system.planted;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A change that somebody could have made: one class of ours, with one place of it changed.
 *
 * @param list the resource that has it
 * @param name what it does
 * @param anchor the method whose text is changed
 * @param original the text there, as Java tokens: white space and comments do not matter
 * @param replacement the text to put there
 * @param needs what it took to be found when that was last measured, in whatever the list counts; 0 where it counts nothing
 */
public record Planting(String list, String name, Anchor anchor, String original, String replacement, int needs) {

    /** Reads a list of our resources: a name, and below it, indented, where it is planted and what. */
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
     * Plants it.
     *
     * @throws PlaceMissingException if the place is missing, or is not the only one: then mend the list
     */
    String plantedIn(String source) {
        SourceRange place = new PlaceFinder(ParsedSource.of(anchor.simpleName(), source), anchor).find(original);
        return source.substring(0, place.start()) + replacement + source.substring(place.end());
    }

    @Override
    public String toString() {
        return name;
    }
}
