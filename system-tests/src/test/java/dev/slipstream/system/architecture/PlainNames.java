package dev.slipstream.system.architecture;

import dev.slipstream.system.planted.JavaToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Looks for names in sources that say something else than what they name: metaphors that the project gave up, and one
 * name for two types.
 */
final class PlainNames {

    /** Parts of identifiers that no source has. */
    private static final List<String> GIVEN_UP =
            List.of("letter", "wish", "ledger", "happening", "witness", "wordless");

    /** Names that types had; each has become a plain one. */
    private static final Set<String> OLD_TYPES = Set.of("""
            Alarm Answer Attempts Awaited Bench Buffer Callers Dice Facts Happenings Intake Lane Ledger
            Letter Line Orders Outbox Outlet Parking PayloadMismatch Pending Place Posting Push Reading Receiving
            Reminder Renewal RequestLine Route Search Seen SelectiveReceive Spans Standing Strand Tcp
            Topics Turn Valve Verdict Wanted Wire Wish Wishes Witness Wordless Words Workbench World
            """.strip().split("\\s+"));

    /** Nested types whose name is the field's word where they are. */
    private static final Set<String> PLAIN_WHERE_THEY_ARE =
            Set.of("Operation.Answer", "ClientEffect.Answer", "ClientAction.Push", "UserSocket.Route");

    private static final Set<String> DECLARING = Set.of("class", "interface", "record", "enum");
    private static final int MOST_LINES = 500;

    private PlainNames() {}

    /** The names in a source that were given up, each with the file's. */
    static List<String> givenUp(String file, String source) {
        String outer = simpleName(file);
        List<String> found = new ArrayList<>();
        List<JavaToken> tokens = JavaToken.of(source);
        for (int i = 0; i < tokens.size(); i++) {
            String text = tokens.get(i).text();
            if (!Character.isJavaIdentifierStart(text.charAt(0))) {
                continue;
            }
            String lower = text.toLowerCase(Locale.ROOT);
            GIVEN_UP.stream()
                    .filter(lower::contains)
                    .map(word -> file + ": " + text + " has the old word " + word)
                    .forEach(found::add);
            boolean isDeclared = i > 0 && DECLARING.contains(tokens.get(i - 1).text());
            if (isDeclared && OLD_TYPES.contains(text) && !PLAIN_WHERE_THEY_ARE.contains(outer + "." + text)) {
                found.add(file + ": " + text + " is an old name of a type");
            }
        }
        return found;
    }

    /** The simple names that several of the files declare, each with its files. */
    static List<String> twice(Stream<String> files) {
        Map<String, List<String>> byName = new TreeMap<>();
        files.forEach(file -> byName.computeIfAbsent(simpleName(file), name -> new ArrayList<>())
                .add(file));
        byName.keySet().removeAll(Set.of("module-info", "package-info"));
        return byName.entrySet().stream()
                .filter(named -> named.getValue().size() > 1)
                .map(named -> named.getKey() + " is in " + String.join(" and ", named.getValue()))
                .toList();
    }

    /** The file and its length if that is above the ceiling. */
    static Stream<String> tooLong(String file, String source) {
        long lines = source.lines().count();
        return lines > MOST_LINES
                ? Stream.of("%s has %d lines, more than %d".formatted(file, lines, MOST_LINES))
                : Stream.empty();
    }

    private static String simpleName(String file) {
        return file.substring(file.lastIndexOf('/') + 1).replace(".java", "");
    }
}
