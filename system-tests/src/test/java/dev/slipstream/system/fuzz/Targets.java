package dev.slipstream.system.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The targets, each with a folder of inputs to begin with and a dictionary of what such inputs are made of. */
enum Targets {
    TEXT_FRAMES(new TextFrames()),
    BINARY_FRAMES(new BinaryFrames()),
    ENCODING(new Encoding()),
    QUERIES(new Queries()),
    HANDSHAKES(new Handshakes()),
    HOSTILE_FRAMES(new HostileFrames());

    private final Target target;

    Targets(Target target) {
        this.target = target;
    }

    Target target() {
        return target;
    }

    /** What it is called where people read of it. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The name of its line in the table of a long run. */
    String line() {
        return "inputs fuzzed, " + title();
    }

    /** Inputs that were thought of, and those that were found, which must hold for ever. */
    List<Path> corpus() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return resource(target.getClass().getSimpleName());
    }

    Path dictionary() {
        return resource(target.getClass().getSimpleName() + ".dict");
    }

    private static Path resource(String name) {
        try {
            return Path.of(Targets.class.getResource("/fuzz/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
