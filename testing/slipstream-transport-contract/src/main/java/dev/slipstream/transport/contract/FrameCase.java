package dev.slipstream.transport.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One case of {@link Rfc6455Contract}.
 *
 * @param name the section of the RFC and a description
 * @param steps the server's steps, one per line of the case
 * @param expected the outcome that the transport must report
 */
record FrameCase(String name, List<String> steps, FrameOutcome expected) {

    static final String WITH_THE_ANSWER = "with the answer";
    static final String IN_ONE_WRITE = "in one write";
    static final String BYTE_BY_BYTE = "byte by byte";
    static final String FINISH = "finish";
    static final String RESET = "reset";

    private static final Pattern LIMIT = Pattern.compile("limit (\\d+)");
    private static final Pattern REPEATED = Pattern.compile("(\\d+)\\*([a-z=].*)");

    FrameCase {
        steps = List.copyOf(steps);
    }

    /** Reads the cases of a resource file beside this class. */
    static List<FrameCase> read(String file) {
        try (InputStream in = FrameCase.class.getResourceAsStream("rfc6455/" + file)) {
            if (in == null) {
                throw new IllegalArgumentException("no such cases: " + file);
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses cases from lines. In a transport's list of differences, a case has an outcome but no steps. */
    static List<FrameCase> parse(List<String> lines) {
        List<FrameCase> cases = new ArrayList<>();
        List<String> block = new ArrayList<>();
        for (String line : lines) {
            if (!line.startsWith(" ") && !block.isEmpty()) {
                cases.add(of(block));
                block.clear();
            }
            if (!line.isBlank() && !line.startsWith("#")) {
                block.add(line.strip());
            }
        }
        if (!block.isEmpty()) {
            cases.add(of(block));
        }
        return cases;
    }

    private static FrameCase of(List<String> block) {
        List<String> steps = new ArrayList<>();
        List<String> outcome = new ArrayList<>();
        for (String line : block.subList(1, block.size())) {
            Matcher repeated = REPEATED.matcher(line);
            List<String> lines = repeated.matches()
                    ? Collections.nCopies(Integer.parseInt(repeated.group(1)), repeated.group(2))
                    : List.of(line);
            for (String one : lines) {
                if (one.startsWith("=")) {
                    outcome.add(one.substring(1).strip());
                } else {
                    steps.add(one);
                }
            }
        }
        if (outcome.isEmpty()) {
            throw new IllegalArgumentException(
                    "case without an outcome; add a line that begins with =: " + block.getFirst());
        }
        return new FrameCase(block.getFirst(), steps, FrameOutcome.read(outcome));
    }

    FrameCase expecting(FrameOutcome other) {
        return new FrameCase(name, steps, other);
    }

    boolean has(String step) {
        return steps.contains(step);
    }

    /** The client's message limit, if the case sets one. */
    OptionalInt limit() {
        return steps.stream()
                .map(LIMIT::matcher)
                .filter(Matcher::matches)
                .mapToInt(limit -> Integer.parseInt(limit.group(1)))
                .findFirst();
    }

    /** The frames that the server writes. */
    List<byte[]> frames() {
        return steps.stream()
                .filter(step -> !List.of(WITH_THE_ANSWER, IN_ONE_WRITE, BYTE_BY_BYTE, FINISH, RESET)
                        .contains(step))
                .filter(step -> !LIMIT.matcher(step).matches())
                .map(FrameNotation::bytes)
                .toList();
    }

    /** The payloads of the server's pings. */
    List<String> pings() {
        return steps.stream()
                .filter(step -> step.equals("ping") || step.startsWith("ping "))
                .map(step -> FrameOutcome.bytes(FrameNotation.payload(FrameNotation.tokens(step.substring(4)))))
                .toList();
    }
}
