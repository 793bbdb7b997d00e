package dev.slipstream.system.planted;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the original text of a planted change in a source, inside the method or class of its anchor. It compares
 * tokens, so white space and comments do not matter.
 */
record AnchoredTextFinder(ParsedSource source, Anchor anchor) {

    /**
     * Returns the position of this text.
     *
     * @throws AnchorNotFoundException if the class, the method or the text does not exist, or the text is not unique
     */
    SourceRange find(String original) {
        ParsedClass type = type();
        List<SourceRange> ranges = ranges();
        List<SourceRange> found = found(ranges, JavaToken.of(original));
        if (found.isEmpty()) {
            throw new AnchorNotFoundException(missing(original, type, ranges));
        }
        if (found.size() > 1) {
            throw new AnchorNotFoundException("%s has the text %d times, in lines %s%s: %s"
                    .formatted(
                            anchor,
                            found.size(),
                            found.stream().map(this::line).toList(),
                            ranges.size() > 1 && !anchor.method().isEmpty()
                                    ? ", and " + ranges.size() + " methods of that name"
                                    : "",
                            original));
        }
        return found.getFirst();
    }

    /**
     * Returns the ranges of the method, or of the parts of the class outside of methods.
     *
     * @throws AnchorNotFoundException if the class or the method does not exist
     */
    List<SourceRange> ranges() {
        ParsedClass type = type();
        List<SourceRange> ranges = anchor.method().isEmpty() ? type.own() : type.ranges(anchor.method());
        if (ranges.isEmpty()) {
            throw new AnchorNotFoundException("there is no method %s in %s. The closest methods: %s"
                    .formatted(anchor.method(), type.name(), ClosestNames.to(anchor.method(), methods(type))));
        }
        return ranges;
    }

    private ParsedClass type() {
        List<ParsedClass> types = source.named(anchor.types());
        if (types.isEmpty()) {
            throw new AnchorNotFoundException("there is no class %s. The closest classes: %s"
                    .formatted(
                            anchor.type(),
                            ClosestNames.to(
                                    anchor.type(),
                                    source.classes().stream()
                                            .map(ParsedClass::name)
                                            .toList())));
        }
        if (types.size() > 1) {
            throw new AnchorNotFoundException("%s is ambiguous, it may be any of %s: put the outer classes before it"
                    .formatted(anchor, types.stream().map(ParsedClass::name).toList()));
        }
        return types.getFirst();
    }

    private static List<String> methods(ParsedClass type) {
        return type.methods().stream().map(ParsedClass.Method::name).toList();
    }

    private String missing(String original, ParsedClass type, List<SourceRange> ranges) {
        Set<String> existing = words(ranges);
        List<String> missingWords = JavaToken.of(original).stream()
                .filter(JavaToken::isWord)
                .map(JavaToken::text)
                .filter(word -> !existing.contains(word))
                .distinct()
                .toList();
        Set<String> inClass = words(everything(type));
        List<String> missingInClass =
                missingWords.stream().filter(word -> !inClass.contains(word)).toList();
        return "%s does not have the text: %s\n    %s"
                .formatted(
                        anchor,
                        original.replaceAll("\\s+", " "),
                        missingWords.isEmpty()
                                ? "All of its words exist there, in another order or with other operators"
                                : "Missing there: " + missingWords + "; missing in all of " + type.name() + ": "
                                        + missingInClass);
    }

    private Set<String> words(List<SourceRange> ranges) {
        return ranges.stream()
                .flatMap(range -> JavaToken.of(source.text(), range.start(), range.end()).stream())
                .map(JavaToken::text)
                .collect(Collectors.toSet());
    }

    /** Returns the anchors of all methods and classes that contain this text in a source. */
    static List<String> anchorsOf(ParsedSource source, List<JavaToken> text) {
        List<String> anchors = new ArrayList<>();
        for (ParsedClass type : source.classes()) {
            AnchoredTextFinder finder = new AnchoredTextFinder(source, new Anchor("", type.names(), ""));
            if (!finder.found(type.own(), text).isEmpty()) {
                anchors.add(type.name());
            }
            for (ParsedClass.Method method : type.methods()) {
                if (!finder.found(List.of(method.range()), text).isEmpty()) {
                    anchors.add(type.name() + "." + method.name());
                }
            }
        }
        return anchors;
    }

    private static List<SourceRange> everything(ParsedClass type) {
        List<SourceRange> all = new ArrayList<>(type.own());
        type.methods().forEach(method -> all.add(method.range()));
        return all;
    }

    private List<SourceRange> found(List<SourceRange> ranges, List<JavaToken> text) {
        List<SourceRange> found = new ArrayList<>();
        for (SourceRange range : ranges) {
            List<JavaToken> tokens = JavaToken.of(source.text(), range.start(), range.end());
            for (int at = 0; at + text.size() <= tokens.size(); at++) {
                if (isAt(tokens, at, text)) {
                    found.add(new SourceRange(
                            tokens.get(at).start(),
                            tokens.get(at + text.size() - 1).end()));
                }
            }
        }
        return found;
    }

    private static boolean isAt(List<JavaToken> tokens, int at, List<JavaToken> text) {
        for (int i = 0; i < text.size(); i++) {
            if (!tokens.get(at + i).text().equals(text.get(i).text())) {
                return false;
            }
        }
        return true;
    }

    private int line(SourceRange range) {
        return 1
                + (int) source.text()
                        .substring(0, range.start())
                        .chars()
                        .filter(character -> character == '\n')
                        .count();
    }
}
