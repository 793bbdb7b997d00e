package dev.slipstream.system.parity;

import dev.slipstream.system.layout.ProjectLayout;
import dev.slipstream.system.trust.BuildReports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * The outcomes of the tests of all modules, by {@code Class.method}, from the reports of this build.
 *
 * @param invocations how often each test ran without being skipped
 */
record TestRuns(Map<String, Outcome> outcomes, Map<String, Integer> invocations) {

    /**
     * The worst outcome of a method's invocations. A method with executed and skipped invocations does not count as
     * skipped.
     */
    enum Outcome {
        SKIPPED,
        PASSED,
        FAILED
    }

    /** Reads the reports of all modules of a project. */
    static TestRuns read(ProjectLayout project, Path reports)
            throws IOException, SAXException, ParserConfigurationException {
        TestRuns runs = new TestRuns(new LinkedHashMap<>(), new LinkedHashMap<>());
        for (Path module : project.modules()) {
            for (Path report : ProjectLayout.entries(module.resolve(reports))) {
                if (report.getFileName().toString().matches("TEST-.*\\.xml")) {
                    runs.add(report);
                }
            }
        }
        return runs;
    }

    private void add(Path report) throws IOException, SAXException, ParserConfigurationException {
        for (Element test : BuildReports.descendants(BuildReports.read(report), "testcase")) {
            Outcome outcome = outcome(test);
            outcomes.merge(name(test), outcome, (one, other) -> one.compareTo(other) < 0 ? other : one);
            invocations.merge(name(test), outcome == Outcome.SKIPPED ? 0 : 1, Integer::sum);
        }
    }

    /** Removes the parameters and the number of an invocation, which follow the method's name. */
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
}
