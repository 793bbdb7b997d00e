package dev.slipstream.system.trust;

import dev.slipstream.system.layout.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** Reads PIT's reports: how many mutants the tests killed, and which mutants of the state machines survived. */
final class MutantReports {

    /** The minimum percentage of killed mutants. */
    private static final long LEAST = 85;

    private MutantReports() {}

    /** Returns two lines for each mutated module, and a line for the surviving mutants of the state machines. */
    static List<TrustLine> lines(BuildReports reports) throws IOException, ParserConfigurationException, SAXException {
        List<TrustLine> lines = new ArrayList<>();
        for (Path module : reports.modules()) {
            for (Path report : reports.files(module, "pit-reports", "mutations\\.xml")) {
                List<Element> mutants = BuildReports.descendants(BuildReports.read(report), "mutation");
                long killed = mutants.stream()
                        .filter(mutant -> mutant.getAttribute("detected").equals("true"))
                        .count();
                lines.addAll(lines(module.getFileName().toString(), mutants.size(), killed));
                lines.addAll(SurvivingMutants.lines(mutants, reports.project().page(Page.MUTANTS)));
            }
        }
        return lines;
    }

    private static List<TrustLine> lines(String module, long mutants, long killed) {
        String what = "mutants of " + module;
        boolean isEnough = mutants > 0 && killed * 100 >= mutants * LEAST;
        return List.of(
                new TrustLine(what, mutants, ""),
                new TrustLine(what + " that tests kill", killed, isEnough ? "" : "fewer than " + LEAST + " %"));
    }
}
