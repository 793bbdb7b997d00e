package dev.slipstream.testkit.server.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The frames between a websocket client and a real Phoenix server in one recorded scenario.
 *
 * @param folder the recorded server, such as {@code phoenix-1.8.12-bandit}
 * @param scenario the name of the scenario
 * @param header the lines of the form {@code # key value}, as a map from key to value
 * @param forms the recorded sequences of lines, the most frequent first; more than one if the server has a race
 */
public record Capture(String folder, String scenario, Map<String, String> header, List<List<CaptureLine>> forms) {

    /** All captures of the test resources, sorted by folder and name. */
    public static List<Capture> all() {
        URL root = Objects.requireNonNull(Capture.class.getResource("/captures"), "no captures in the resources");
        try (Stream<Path> files = Files.walk(Path.of(root.toURI()))) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .map(Capture::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Capture read(Path file) {
        try {
            String folder =
                    Objects.requireNonNull(file.getParent()).getFileName().toString();
            String scenario = file.getFileName().toString().replace(".txt", "");
            return parse(folder, scenario, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Capture parse(String folder, String scenario, List<String> lines) {
        Map<String, String> header = new LinkedHashMap<>();
        Map<Integer, CaptureReader> forms = new LinkedHashMap<>();
        for (String line : lines) {
            if (line.startsWith("# ")) {
                String[] words = line.split(" ", 3);
                header.put(words[1], words.length > 2 ? words[2] : "");
            } else if (line.startsWith("#")) {
                int space = line.indexOf(' ');
                form(forms, Integer.parseInt(line.substring(1, space))).read(line.substring(space + 1));
            } else {
                form(forms, 1).read(line);
            }
        }
        return new Capture(
                folder,
                scenario,
                header,
                forms.values().stream().map(CaptureReader::lines).toList());
    }

    private static CaptureReader form(Map<Integer, CaptureReader> forms, int number) {
        return forms.computeIfAbsent(number, key -> new CaptureReader());
    }

    /** The version of Phoenix. */
    public String phoenix() {
        return folder.split("-")[1];
    }

    /** Whether the server was Cowboy; otherwise Bandit. */
    public boolean isCowboy() {
        return folder.endsWith("-cowboy");
    }

    @Override
    public String toString() {
        return folder + "/" + scenario;
    }
}
