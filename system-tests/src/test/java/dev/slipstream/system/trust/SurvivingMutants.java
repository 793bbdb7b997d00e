package dev.slipstream.system.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;

/**
 * The mutants in the state machines that survived all tests. The page {@code docs/proofs/mutants.md} must explain each
 * of them.
 */
final class SurvivingMutants {

    private static final String MACHINES = "dev.slipstream.core.machine.";
    private static final String TITLE = "## Survivors in the machines";
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(\\w+)\\$\\d+");
    private static final Pattern ROW = Pattern.compile("\\| (`[^|]+) \\|.*");
    private static final Pattern NAME = Pattern.compile("`(?:([A-Z][\\w.]*)\\.)?(\\w+)`");

    private SurvivingMutants() {}

    /** Returns one line for the surviving mutants in the state machines, or none. */
    static List<TrustLine> lines(List<Element> mutants, Path page) throws IOException {
        Set<String> explained = explained(page);
        Set<String> unexplained = new LinkedHashSet<>();
        int all = 0;
        for (Element mutant : mutants) {
            String of = text(mutant, "mutatedClass");
            if (!of.startsWith(MACHINES) || mutant.getAttribute("detected").equals("true")) {
                continue;
            }
            all++;
            String name = of.substring(of.lastIndexOf('.') + 1).replace('$', '.') + "."
                    + LAMBDA.matcher(text(mutant, "mutatedMethod")).replaceAll("$1");
            if (!explained.contains(name)) {
                unexplained.add(name);
            }
        }
        String shortfall = unexplained.isEmpty() ? "" : "unexplained: " + String.join(", ", unexplained);
        return all == 0
                ? List.of()
                : List.of(new TrustLine(
                        "mutants of the state machines that no test kills, each explained", all, shortfall));
    }

    /**
     * Returns the methods that the rows of the page name. A method written without its class belongs to the class named
     * before it in the row.
     */
    static Set<String> explained(Path page) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        List<String> lines = Files.exists(page) ? Files.readAllLines(page) : List.of();
        for (String line : lines.stream().dropWhile(line -> !line.equals(TITLE)).toList()) {
            Matcher row = ROW.matcher(line);
            String of = "";
            for (Matcher name = NAME.matcher(row.matches() ? row.group(1) : ""); name.find(); ) {
                of = name.group(1) == null ? of : name.group(1);
                names.add(of + "." + name.group(2));
            }
        }
        return names;
    }

    private static String text(Element mutant, String name) {
        List<Element> found = BuildReports.descendants(mutant, name);
        return found.isEmpty() ? "" : found.getFirst().getTextContent();
    }
}
