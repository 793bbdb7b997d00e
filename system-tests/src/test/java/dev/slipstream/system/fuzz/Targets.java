package dev.slipstream.system.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The fuzzing targets, each with a folder of seeds and a dictionary of typical parts of inputs. */
enum Targets {
    TEXT_FRAMES(new TextFrames()),
    BINARY_FRAMES(new BinaryFrames()),
    ENCODING(new Encoding()),
    QUERIES(new Queries()),
    HANDSHAKES(new Handshakes()),
    HOSTILE_FRAMES(new HostileFrames()),
    WEBSOCKET_FRAMES(new WebSocketFrames()),
    PRESENCE_MESSAGES(new PresenceMessages());

    private final Target target;

    Targets(Target target) {
        this.target = target;
    }

    Target target() {
        return target;
    }

    /** The name in reports. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The name of the target's row in the table that a long run writes. */
    String line() {
        return "inputs fuzzed, " + title();
    }

    /** The seeds, and the inputs found by fuzzing, which must never fail again. */
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
