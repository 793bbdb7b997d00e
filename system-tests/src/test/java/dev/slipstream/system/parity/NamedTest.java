package dev.slipstream.system.parity;

import dev.slipstream.system.layout.ProjectLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A test that {@code docs/proofs/parity.md} names, and its location.
 *
 * @param module the folder of the module that contains the test
 * @param type the fully qualified name of the test class
 * @param iteration the index of the parameterized invocation; {@link #ALL} means all of them
 */
record NamedTest(Path module, String type, String method, int iteration) {

    static final int ALL = -1;

    private static final String TESTS = "src/test/java";
    private static final String TRANSCRIPTS = "src/test/resources/transcripts";

    /**
     * Finds a test.
     *
     * @param named the name on the page
     * @param changed the folder of the mutated module; a rule of {@code TransportContract} is tested with the transport
     *     of that module
     */
    static NamedTest find(ProjectLayout project, String named, Path changed) throws IOException {
        String[] words = named.split(" ");
        return switch (words[0]) {
            case "transcript" -> transcript(project.module("slipstream-core"), words[1]);
            case "contract" -> contract(changed, words[1]);
            default -> test(project, named);
        };
    }

    private static NamedTest transcript(Path module, String name) throws IOException {
        Path file = module.resolve(TRANSCRIPTS).resolve(name + ".txt");
        try (Stream<Path> files = Files.list(file.getParent())) {
            int index = files.sorted().toList().indexOf(file);
            String method = file.getParent().getFileName().toString();
            return new NamedTest(module, only(module, found -> found.equals("TranscriptTest.java")), method, index);
        }
    }

    private static NamedTest contract(Path module, String rule) {
        return new NamedTest(module, only(module, file -> file.endsWith("TransportContractTest.java")), rule, ALL);
    }

    private static NamedTest test(ProjectLayout project, String named) throws IOException {
        int dot = named.indexOf('.');
        String method = named.substring(dot + 1);
        for (Path module : project.modules()) {
            List<Path> files = sources(module, file -> file.equals(named.substring(0, dot) + ".java"));
            for (Path file : files) {
                if (Files.readString(file).contains(" " + method + "(")) {
                    return new NamedTest(module, type(module, file), method, ALL);
                }
            }
        }
        throw new IllegalStateException("no module has the test " + named);
    }

    private static String only(Path module, Predicate<String> named) {
        List<Path> found = sources(module, named);
        if (found.size() != 1) {
            throw new IllegalStateException(module.getFileName() + " needs exactly one such test, but has " + found);
        }
        return type(module, found.get(0));
    }

    private static List<Path> sources(Path module, Predicate<String> named) {
        return ProjectLayout.sources(module.resolve(TESTS)).stream()
                .filter(file -> named.test(file.getFileName().toString()))
                .toList();
    }

    private static String type(Path module, Path file) {
        String path = module.resolve(TESTS).relativize(file).toString();
        return path.substring(0, path.length() - ".java".length()).replace('/', '.');
    }
}
