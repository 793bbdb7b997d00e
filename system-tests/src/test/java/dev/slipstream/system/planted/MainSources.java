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

/** The main sources of all modules of a project. Plants find their classes here by simple names. */
public final class MainSources {

    private static final Pattern CLASS = Pattern.compile("\\b(?:class|interface|enum|record)\\s+(\\w+)");

    /** The files that may have a class of this simple name. */
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

    /** Those of the project whose build runs this test, as they were when first asked for. */
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
     * Which of these methods are gone, and why.
     *
     * @param anchors as plants name methods
     */
    public List<String> gone(Collection<String> anchors) {
        return anchors.stream().flatMap(anchor -> gone(anchor).stream()).toList();
    }

    private Optional<String> gone(String written) {
        Anchor anchor = Anchor.of(written);
        try {
            boolean unused =
                    new PlaceFinder(parsed(sourceOf(anchor)), anchor).ranges().isEmpty();
            return Optional.empty();
        } catch (PlaceMissingException missing) {
            return Optional.of(written + ": " + missing.getMessage());
        }
    }

    /** The folder of the module whose class this changes. */
    public Path module(Planting planting) {
        return sourceOf(planting).module();
    }

    /** The source that this changes, with the change. */
    public String planted(Planting planting) {
        return planted(List.of(planting)).values().iterator().next();
    }

    /**
     * The sources that these change, with all changes, by the full name of their class.
     *
     * @throws IllegalStateException if the place of one is missing or is not the only one; the message says which plant of
     *     which list, and what is gone
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
        } catch (PlaceMissingException missing) {
            throw complaint(planting, missing);
        }
    }

    private MainSource sourceOf(Planting planting) {
        try {
            return sourceOf(planting.anchor());
        } catch (PlaceMissingException missing) {
            throw complaint(planting, missing);
        }
    }

    private MainSource sourceOf(Anchor anchor) {
        Map<MainSource, List<ParsedClass>> types = new LinkedHashMap<>();
        byName.getOrDefault(anchor.simpleName(), Set.of()).stream()
                .filter(source -> source.isOf(anchor.where()))
                .forEach(source -> types.put(source, parsed(source).named(anchor.types())));
        List<MainSource> whole = having(types, type -> type.names().equals(anchor.types()));
        List<MainSource> found = whole.isEmpty() ? having(types, type -> true) : whole;
        if (found.isEmpty()) {
            throw new PlaceMissingException("the class %s is gone. The closest classes: %s"
                    .formatted(
                            anchor.where().isEmpty() ? anchor.type() : anchor.where() + "/" + anchor.type(),
                            ClosestNames.to(anchor.simpleName(), byName.keySet())));
        }
        if (found.size() > 1) {
            throw new PlaceMissingException(
                    "%s may be in any of %s: write the module or the package before it".formatted(anchor, found));
        }
        return found.getFirst();
    }

    private static List<MainSource> having(Map<MainSource, List<ParsedClass>> types, Predicate<ParsedClass> wanted) {
        return types.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(wanted))
                .map(Map.Entry::getKey)
                .toList();
    }

    private IllegalStateException complaint(Planting planting, PlaceMissingException missing) {
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
                .flatMap(source -> PlaceFinder.anchorsOf(parsed(source), text).stream())
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
