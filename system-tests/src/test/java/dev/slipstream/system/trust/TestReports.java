package dev.slipstream.system.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Reads Surefire's reports: which tests ran and which failed. */
final class TestReports {

    /** The tests of faults on real sockets. They are counted separately, because they run repeatedly. */
    private static final String OF_FAULTS = ".*(FaultsTest|ContractTest|Rfc6455Test)";

    private static final int MOST_NAMES = 5;

    private TestReports() {}

    /**
     * Returns one line for all tests of faults on real sockets, and for each module one line for its other tests. If
     * tests were skipped, one more line lists them.
     */
    static List<TrustLine> lines(BuildReports reports) throws IOException, ParserConfigurationException, SAXException {
        List<TrustLine> lines = new ArrayList<>();
        List<Element> faults = new ArrayList<>();
        List<Element> skipped = new ArrayList<>();
        for (Path module : reports.modules()) {
            List<Element> others = new ArrayList<>();
            for (Path report : reports.files(module, "surefire-reports", "TEST-.*\\.xml")) {
                for (Element test : BuildReports.descendants(BuildReports.read(report), "testcase")) {
                    boolean isOfFaults = test.getAttribute("classname").matches(OF_FAULTS);
                    (has(test, "skipped") ? skipped : isOfFaults ? faults : others).add(test);
                }
            }
            lines.addAll(line("tests of " + module.getFileName(), others));
        }
        lines.addAll(line("faults F01 to F56 and frames of RFC 6455, on real sockets", faults));
        if (!skipped.isEmpty()) {
            TreeSet<String> names = new TreeSet<>();
            skipped.forEach(test -> names.add(type(test)));
            lines.add(new TrustLine("skipped: " + listed(names), skipped.size(), ""));
        }
        return lines;
    }

    private static List<TrustLine> line(String what, List<Element> tests) {
        TreeSet<String> failed = new TreeSet<>();
        tests.stream()
                .filter(test -> has(test, "failure") || has(test, "error"))
                .forEach(test -> failed.add(name(test)));
        String shortfall = failed.isEmpty() ? "" : failed.size() + " failed: " + listed(failed);
        return tests.isEmpty() ? List.of() : List.of(new TrustLine(what, tests.size(), shortfall));
    }

    private static boolean has(Element test, String outcome) {
        return test.getElementsByTagName(outcome).getLength() > 0;
    }

    private static String name(Element test) {
        return type(test) + " " + test.getAttribute("name").replaceAll("\\s*[({|].*", "");
    }

    private static String type(Element test) {
        String type = test.getAttribute("classname");
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static String listed(TreeSet<String> all) {
        String names = String.join(", ", all.stream().limit(MOST_NAMES).toList());
        return names + (all.size() > MOST_NAMES ? " and others" : "");
    }
}
