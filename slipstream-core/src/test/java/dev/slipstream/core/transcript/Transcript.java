package dev.slipstream.core.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A text with the inputs of a machine and their effects. Each input is one line. The effects of an input follow its
 * line, indented.
 *
 * <pre>
 * # what the next lines show                  a comment
 * = heartbeatInterval 5s                      a setting of the subject
 * > join 1 rooms:a {}                         an input, in the subject's notation
 *     send [1 1 rooms:a phx_join {}]          an effect
 * + 10s                                       time passes, deadline by deadline
 *     @10s emit ...                           an effect, with the time at which the machine emitted it
 *     -> OPEN                                 the state has changed
 * + 10m frozen                                time passes, and the machine notices only at the end
 * ?                                           the machine's toString
 * </pre>
 *
 * <p>With {@code -Dtranscripts.rewrite} the tests rewrite the files. Read and understand each changed line before you
 * commit it, because each line is an assertion.
 */
public final class Transcript {

    private static final String INDENT = "    ";

    private final Subject subject;
    private final List<String> lines = new ArrayList<>();
    private Duration now = Duration.ZERO;

    private Transcript(Subject subject) {
        this.subject = subject;
    }

    /** Returns one test for each file of this folder of transcripts, each with a new subject. */
    public static Stream<DynamicTest> tests(String folder, Supplier<Subject> subjects) {
        Path path = Path.of("src/test/resources/transcripts", folder);
        try (Stream<Path> files = Files.list(path)) {
            List<Path> found = files.sorted().toList();
            assertThat(found).isNotEmpty();
            return found.stream()
                    .map(file ->
                            DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file, subjects.get())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(Path file, Subject subject) throws IOException {
        String written = Files.readString(file);
        String played = play(written, subject);
        if (System.getProperty("transcripts.rewrite") != null) {
            Files.writeString(file, played);
        } else {
            assertThat(played).isEqualTo(written);
        }
    }

    /** Returns the text with the actual effects of the subject. */
    static String play(String text, Subject subject) {
        Transcript transcript = new Transcript(subject);
        text.lines().filter(line -> !line.startsWith(INDENT)).forEach(transcript::line);
        return String.join("\n", transcript.lines) + "\n";
    }

    private void line(String line) {
        lines.add(line);
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        int before = lines.size();
        String state = subject.state();
        if (line.equals("?")) {
            subject.toString().lines().forEach(part -> lines.add(INDENT + part));
        } else if (line.startsWith("+")) {
            advance(line.substring(1).trim().split(" "));
        } else {
            subject.tell(line, now, effects(""));
        }
        if (!state.equals(subject.state())) {
            lines.add(INDENT + "-> " + subject.state());
        }
        if (lines.size() == before && !line.startsWith("=")) {
            lines.add(INDENT + "nothing");
        }
    }

    private void advance(String[] words) {
        Duration until = now.plus(span(words[0]));
        if (words.length == 2 && words[1].equals("frozen")) {
            now = until;
            subject.passTime(now, effects("@" + Printed.of(now) + " "));
        }
        for (Duration next = subject.nextDeadline();
                next != null && next.compareTo(until) <= 0;
                next = subject.nextDeadline()) {
            now = next.compareTo(now) > 0 ? next : now;
            subject.passTime(now, effects("@" + Printed.of(now) + " "));
            assertThat(subject.nextDeadline()).as("deadline after %s", now).isNotEqualTo(next);
        }
        now = until;
    }

    private Consumer<Object> effects(String prefix) {
        return effect -> lines.add(INDENT + prefix + Printed.effect(effect));
    }

    /** Parses {@code 10s}, {@code 0.25s} or {@code 5m}. */
    public static Duration span(String text) {
        BigDecimal number = new BigDecimal(text.substring(0, text.length() - 1));
        long millis = number.movePointRight(3).longValueExact();
        return switch (text.charAt(text.length() - 1)) {
            case 's' -> Duration.ofMillis(millis);
            case 'm' -> Duration.ofMillis(60 * millis);
            default -> throw new IllegalArgumentException("not a span of time: " + text);
        };
    }
}
