package dev.slipstream.system.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What one piece tells of itself, for the table at the end: what was tried, how often, and what fell short.
 *
 * <p>A line of a file in the folder that the build names as {@code trust.folder}: the three, with a bar between them.
 *
 * @param what by a name that nobody else has
 * @param times how often it was tried
 * @param shortfall in a few words; empty if there is none
 */
public record TrustLine(String what, long times, String shortfall) {

    private static final String BAR = " | ";

    /** Writes a line, in place of one of the same name; nothing where no build names a folder. */
    public static void write(String what, long times, String shortfall) throws IOException {
        String folder = System.getProperty("trust.folder");
        if (folder != null) {
            String file = what.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".txt";
            Path place = Files.createDirectories(Path.of(folder)).resolve(file);
            Files.writeString(place, new TrustLine(what, times, shortfall) + "\n");
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
            throw new IllegalArgumentException("not what, how often and what fell short: " + line);
        }
        return new TrustLine(parts[0].strip(), Long.parseLong(parts[1].strip()), parts[2].strip());
    }

    @Override
    public String toString() {
        return (what + BAR + times + BAR + shortfall).strip();
    }
}
