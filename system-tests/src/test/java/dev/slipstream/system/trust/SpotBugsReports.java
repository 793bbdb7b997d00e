package dev.slipstream.system.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Reads SpotBugs' reports of the modules. */
final class SpotBugsReports {

    private SpotBugsReports() {}

    /** Returns one line for all modules, or none if SpotBugs did not run. */
    static List<TrustLine> lines(BuildReports reports) throws IOException, ParserConfigurationException, SAXException {
        long classes = 0;
        TreeSet<String> bugTypes = new TreeSet<>();
        for (Path module : reports.modules()) {
            for (Path report : reports.files(module, "", "spotbugsXml\\.xml")) {
                Element bugs = BuildReports.read(report);
                for (Element summary : BuildReports.descendants(bugs, "FindBugsSummary")) {
                    classes += Long.parseLong(summary.getAttribute("total_classes"));
                }
                for (Element bug : BuildReports.descendants(bugs, "BugInstance")) {
                    bugTypes.add(bug.getAttribute("type") + " in " + module.getFileName());
                }
            }
        }
        String what = "classes, by SpotBugs with find-sec-bugs";
        return classes == 0 ? List.of() : List.of(new TrustLine(what, classes, String.join(", ", bugTypes)));
    }
}
