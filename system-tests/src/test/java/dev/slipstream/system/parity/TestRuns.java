package dev.slipstream.system.parity;

import dev.slipstream.system.layout.ProjectLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What the tests of all modules came to, by {@code Class.method}, as this build's reports tell it.
 *
 * @param invocations how often each ran and was not skipped
 */
record TestRuns(Map<String, Outcome> outcomes, Map<String, Integer> invocations) {

    /** The worst that a method's invocations came to; one that ran and one that was skipped ran. */
    enum Outcome {
        SKIPPED,
        PASSED,
        FAILED
    }

    /** Reads the reports below all modules of a project. */
    static TestRuns read(ProjectLayout project, Path reports)
            throws IOException, SAXException, ParserConfigurationException {
        TestRuns runs = new TestRuns(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (Path module : project.modules()) {
            for (Path report : listed(module.resolve(reports))) {
                if (report.getFileName().toString().matches("TEST-.*\\.xml")) {
                    runs.add(report);
                }
            }
        }
        return runs;
    }

    private void add(Path report) throws IOException, SAXException, ParserConfigurationException {
        NodeList cases = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(report.toFile())
                .getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            Outcome outcome = outcome(test);
            outcomes.merge(name(test), outcome, (one, other) -> one.compareTo(other) < 0 ? other : one);
            invocations.merge(name(test), outcome == Outcome.SKIPPED ? 0 : 1, Integer::sum);
        }
    }

    /** Parameters and the number of an invocation stand behind a method's name. */
    private static String name(Element test) {
        String type = test.getAttribute("classname");
        String method = test.getAttribute("name").split("[(\\[{]", 2)[0];
        return type.substring(type.lastIndexOf('.') + 1) + "." + method;
    }

    private static Outcome outcome(Element test) {
        if (test.getElementsByTagName("skipped").getLength() > 0) {
            return Outcome.SKIPPED;
        }
        boolean failed = test.getElementsByTagName("failure").getLength() > 0
                || test.getElementsByTagName("error").getLength() > 0;
        return failed ? Outcome.FAILED : Outcome.PASSED;
    }

    boolean passed(String test) {
        return outcomes.get(test) == Outcome.PASSED;
    }

    int times(String test) {
        return invocations.getOrDefault(test, 0);
    }

    private static List<Path> listed(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }
}
