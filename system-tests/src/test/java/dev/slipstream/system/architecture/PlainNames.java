package dev.slipstream.system.architecture;

import dev.slipstream.system.planted.JavaToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds misleading names in sources: former names that are metaphors, and names that two types share. */
final class PlainNames {

    /** Words that no identifier may contain. */
    private static final List<String> OLD_WORDS =
            List.of("letter", "wish", "ledger", "happening", "witness", "wordless");

    /** Former names of types that now have plain names. */
    private static final Set<String> OLD_TYPES = Set.of("""
            Alarm Answer Attempts Awaited Bench Buffer Callers Dice Facts Happenings Intake Lane Ledger
            Letter Line Orders Outbox Outlet Parking PayloadMismatch Pending Place Posting Push Reading Receiving
            Reminder Renewal RequestLine Route Search Seen SelectiveReceive Spans Standing Strand Tcp
            Topics Turn Valve Verdict Wanted Wire Wish Wishes Witness Wordless Words Workbench World
            """.strip().split("\\s+"));

    /** Nested types that may keep a former name, because it is the usual word in their context. */
    private static final Set<String> PLAIN_IN_CONTEXT =
            Set.of("Operation.Answer", "ClientEffect.Answer", "ClientAction.Push", "UserSocket.Route");

    private static final Set<String> DECLARING = Set.of("class", "interface", "record", "enum");
    private static final int MAX_LINES = 500;

    private PlainNames() {}

    /** The old names in a source, each with its file. */
    static List<String> oldNames(String file, String source) {
        String outer = simpleName(file);
        List<String> found = new ArrayList<>();
        List<JavaToken> tokens = JavaToken.of(source);
        for (int i = 0; i < tokens.size(); i++) {
            String text = tokens.get(i).text();
            if (!Character.isJavaIdentifierStart(text.charAt(0))) {
                continue;
            }
            String lower = text.toLowerCase(Locale.ROOT);
            OLD_WORDS.stream()
                    .filter(lower::contains)
                    .map(word -> file + ": " + text + " has the old word " + word)
                    .forEach(found::add);
            boolean isDeclared = i > 0 && DECLARING.contains(tokens.get(i - 1).text());
            if (isDeclared && OLD_TYPES.contains(text) && !PLAIN_IN_CONTEXT.contains(outer + "." + text)) {
                found.add(file + ": " + text + " is an old name of a type");
            }
        }
        return found;
    }

    /** The simple names that several of the files declare, each with its files. */
    static List<String> duplicates(Stream<String> files) {
        Map<String, List<String>> byName = new TreeMap<>();
        files.forEach(file -> byName.computeIfAbsent(simpleName(file), name -> new ArrayList<>())
                .add(file));
        byName.keySet().removeAll(Set.of("module-info", "package-info"));
        return byName.entrySet().stream()
                .filter(named -> named.getValue().size() > 1)
                .map(named -> named.getKey() + " is in " + String.join(" and ", named.getValue()))
                .toList();
    }

    /** A message with the length of the file; empty if the length is within the limit. */
    static Stream<String> tooLong(String file, String source) {
        long lines = source.lines().count();
        return lines > MAX_LINES
                ? Stream.of("%s has %d lines, more than %d".formatted(file, lines, MAX_LINES))
                : Stream.empty();
    }

    private static String simpleName(String file) {
        return file.substring(file.lastIndexOf('/') + 1).replace(".java", "");
    }
}
