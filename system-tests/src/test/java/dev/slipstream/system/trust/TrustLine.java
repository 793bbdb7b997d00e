package dev.slipstream.system.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A row of the table of a long run: the check, its count, and its failures.
 *
 * <p>Each row is a line of a file in the folder that the build names as {@code trust.folder}. Vertical bars separate
 * the three parts.
 *
 * @param what a unique name
 * @param times how often the check ran
 * @param shortfall the failures in a few words, or empty
 */
public record TrustLine(String what, long times, String shortfall) {

    private static final String BAR = " | ";

    /** Writes a line, and replaces an earlier line with the same name. Does nothing if the build names no folder. */
    public static void write(String what, long times, String shortfall) throws IOException {
        String folder = System.getProperty("trust.folder");
        if (folder != null) {
            String file = what.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".txt";
            Path path = Files.createDirectories(Path.of(folder)).resolve(file);
            Files.writeString(path, new TrustLine(what, times, shortfall) + "\n");
        }
    }

    /** Reads the lines of a file. */
    static List<TrustLine> read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .map(TrustLine::parse)
                .toList();
    }

    private static TrustLine parse(String line) {
        String[] parts = line.split("\\|", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a line of the form name | count | shortfall: " + line);
        }
        return new TrustLine(parts[0].strip(), Long.parseLong(parts[1].strip()), parts[2].strip());
    }

    @Override
    public String toString() {
        return (what + BAR + times + BAR + shortfall).strip();
    }
}
