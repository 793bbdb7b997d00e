package dev.slipstream.system.planted;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A change that somebody could have made: one class of ours, with one place of it changed.
 *
 * @param name what it does
 * @param type the class, by its full name
 * @param original what stands there; white space counts only where words meet
 * @param replacement what is to stand there
 * @param needs what it took to be found when that was last measured, in whatever the list counts; 0 where it counts nothing
 */
public record Planting(String name, String type, String original, String replacement, int needs) {

    /** Reads a list of our resources: a name, and below it, indented, where it is planted and what. */
    public static List<Planting> read(String list) throws IOException {
        try (InputStream in = Planting.class.getResourceAsStream(list)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining("\n"));
            List<Planting> all = new ArrayList<>();
            for (String entry : text.strip().split("\n\n+")) {
                all.add(of(entry.lines().toList()));
            }
            return all;
        }
    }

    private static Planting of(List<String> entry) {
        return new Planting(
                entry.get(0),
                all("in ", entry),
                all("- ", entry),
                all("+ ", entry),
                Integer.parseInt("0" + all("needs ", entry)));
    }

    private static String all(String mark, List<String> entry) {
        return entry.stream()
                .map(String::strip)
                .map(line -> line + " ")
                .filter(line -> line.startsWith(mark))
                .map(line -> line.substring(mark.length()).strip())
                .collect(Collectors.joining(" "));
    }

    /**
     * Plants it.
     *
     * @throws IllegalStateException if the place is not there, or is not the only one: then the list is to be mended
     */
    public String plantedIn(String source) {
        String place = Arrays.stream(original.split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s+"));
        Matcher matcher = Pattern.compile(place).matcher(source);
        if (!matcher.find()) {
            throw new IllegalStateException(type + " does not say (any more): " + original);
        }
        String planted = source.substring(0, matcher.start()) + replacement + source.substring(matcher.end());
        if (matcher.find()) {
            throw new IllegalStateException(type + " says more than once: " + original);
        }
        return planted;
    }

    @Override
    public String toString() {
        return name;
    }
}
