package dev.slipstream.system.planted;

import dev.slipstream.system.layout.ProjectLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The main sources of all modules of a project. The class of a planted change is found here by its simple name. */
public final class MainSources {

    private static final Pattern CLASS = Pattern.compile("\\b(?:class|interface|enum|record)\\s+(\\w+)");

    /** For each simple name, the files that may contain a class of this name. */
    private final Map<String, Set<MainSource>> byName = new TreeMap<>();

    private final List<MainSource> all;
    private final Map<MainSource, ParsedSource> parsed = new ConcurrentHashMap<>();

    private MainSources(List<MainSource> all) {
        this.all = all;
        for (MainSource source : all) {
            for (Matcher type = CLASS.matcher(source.text()); type.find(); ) {
                byName.computeIfAbsent(type.group(1), name -> new LinkedHashSet<>())
                        .add(source);
            }
        }
    }

    /** Returns the sources of the project whose build runs this test. They are read once. */
    public static MainSources ofThisBuild() {
        return ThisBuild.SOURCES;
    }

    static MainSources of(ProjectLayout project) {
        List<MainSource> all = new ArrayList<>();
        for (Path module : project.modules()) {
            ProjectLayout.sources(module.resolve(MainSource.FOLDER))
                    .forEach(file -> all.add(MainSource.read(module, file)));
        }
        return new MainSources(all);
    }

    /**
     * Returns a text for each of these methods that does not exist. The text contains the method and the reason.
     *
     * @param anchors the methods in the form of {@link Anchor}
     */
    public List<String> missingMethods(Collection<String> anchors) {
        return anchors.stream()
                .flatMap(anchor -> missingMethod(anchor).stream())
                .toList();
    }

    private Optional<String> missingMethod(String written) {
        Anchor anchor = Anchor.of(written);
        try {
            boolean unused = new AnchoredTextFinder(parsed(sourceOf(anchor)), anchor)
                    .ranges()
                    .isEmpty();
            return Optional.empty();
        } catch (AnchorNotFoundException missing) {
            return Optional.of(written + ": " + missing.getMessage());
        }
    }

    /** Returns the folder of the module that contains the changed class. */
    public Path module(Planting planting) {
        return sourceOf(planting).module();
    }

    /** Returns the changed source. */
    public String planted(Planting planting) {
        return planted(List.of(planting)).values().iterator().next();
    }

    /**
     * Returns the changed sources by full class name.
     *
     * @throws IllegalStateException if the text of a change does not exist or is not unique; the message names the
     *     list, the change and what is missing
     */
    public Map<String, String> planted(List<Planting> plantings) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (Planting planting : plantings) {
            MainSource source = sourceOf(planting);
            sources.putIfAbsent(source.type(), source.text());
            sources.computeIfPresent(source.type(), (type, text) -> plantedIn(text, planting));
        }
        return sources;
    }

    private String plantedIn(String text, Planting planting) {
        try {
            return planting.plantedIn(text);
        } catch (AnchorNotFoundException missing) {
            throw failure(planting, missing);
        }
    }

    private MainSource sourceOf(Planting planting) {
        try {
            return sourceOf(planting.anchor());
        } catch (AnchorNotFoundException missing) {
            throw failure(planting, missing);
        }
    }

    private MainSource sourceOf(Anchor anchor) {
        Map<MainSource, List<ParsedClass>> types = new LinkedHashMap<>();
        byName.getOrDefault(anchor.simpleName(), Set.of()).stream()
                .filter(source -> source.isOf(anchor.where()))
                .forEach(source -> types.put(source, parsed(source).named(anchor.types())));
        List<MainSource> exact = sourcesWith(types, type -> type.names().equals(anchor.types()));
        List<MainSource> found = exact.isEmpty() ? sourcesWith(types, type -> true) : exact;
        if (found.isEmpty()) {
            throw new AnchorNotFoundException("there is no class %s. The closest classes: %s"
                    .formatted(
                            anchor.where().isEmpty() ? anchor.type() : anchor.where() + "/" + anchor.type(),
                            ClosestNames.to(anchor.simpleName(), byName.keySet())));
        }
        if (found.size() > 1) {
            throw new AnchorNotFoundException(
                    "%s is ambiguous, it may be in any of %s: put the module or the package before it"
                            .formatted(anchor, found));
        }
        return found.getFirst();
    }

    private static List<MainSource> sourcesWith(
            Map<MainSource, List<ParsedClass>> types, Predicate<ParsedClass> condition) {
        return types.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(condition))
                .map(Map.Entry::getKey)
                .toList();
    }

    private IllegalStateException failure(Planting planting, AnchorNotFoundException missing) {
        List<String> elsewhere = anchorsOf(planting.original());
        return new IllegalStateException(
                "%s, \"%s\": %s%s"
                        .formatted(
                                planting.list(),
                                planting.name(),
                                missing.getMessage(),
                                elsewhere.isEmpty() ? "" : "\n    The text is now in: " + String.join(", ", elsewhere)),
                missing);
    }

    private List<String> anchorsOf(String original) {
        List<JavaToken> text = JavaToken.of(original);
        return all.stream()
                .filter(source -> text.stream().allMatch(token -> source.text().contains(token.text())))
                .flatMap(source -> AnchoredTextFinder.anchorsOf(parsed(source), text).stream())
                .distinct()
                .toList();
    }

    private ParsedSource parsed(MainSource source) {
        return parsed.computeIfAbsent(source, unread -> ParsedSource.of(unread.type(), unread.text()));
    }

    private static final class ThisBuild {
        static final MainSources SOURCES = of(ProjectLayout.ofThisBuild());
    }
}
