package dev.slipstream.system.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Which tests a build ran, and which of them failed: by Surefire's reports. */
final class TestReports {

    /** The tests of the list of faults, on real sockets: repeated, and so told by themselves. */
    private static final String OF_FAULTS = ".*(FaultsTest|ContractTest|Rfc6455Test)";

    private static final int MOST_NAMES = 5;

    private TestReports() {}

    /** One line for the faults on real sockets, and one for each module's other tests; none of what was not tried. */
    static List<TrustLine> lines(BuildReports reports) throws IOException, ParserConfigurationException, SAXException {
        List<TrustLine> lines = new ArrayList<>();
        List<Element> faults = new ArrayList<>();
        for (Path module : reports.modules()) {
            List<Element> others = new ArrayList<>();
            for (Path report : reports.files(module, "surefire-reports", "TEST-.*\\.xml")) {
                for (Element test : BuildReports.below(BuildReports.read(report), "testcase")) {
                    (test.getAttribute("classname").matches(OF_FAULTS) ? faults : others).add(test);
                }
            }
            lines.addAll(line("tests of " + module.getFileName(), others));
        }
        lines.addAll(line("faults F01 to F56 and frames of RFC 6455, on real sockets", faults));
        return lines;
    }

    private static List<TrustLine> line(String what, List<Element> tests) {
        long ran = tests.stream().filter(test -> !has(test, "skipped")).count();
        TreeSet<String> failed = new TreeSet<>();
        tests.stream()
                .filter(test -> has(test, "failure") || has(test, "error"))
                .forEach(test -> failed.add(name(test)));
        return ran == 0 ? List.of() : List.of(new TrustLine(what, ran, shortfall(failed)));
    }

    private static boolean has(Element test, String outcome) {
        return test.getElementsByTagName(outcome).getLength() > 0;
    }

    private static String name(Element test) {
        String type = test.getAttribute("classname");
        String name = test.getAttribute("name").replaceAll("\\s*[({|].*", "");
        return type.substring(type.lastIndexOf('.') + 1) + " " + name;
    }

    private static String shortfall(TreeSet<String> failed) {
        if (failed.isEmpty()) {
            return "";
        }
        String names = String.join(", ", failed.stream().limit(MOST_NAMES).toList());
        return failed.size() + " failed: " + names + (failed.size() > MOST_NAMES ? " and others" : "");
    }
}
