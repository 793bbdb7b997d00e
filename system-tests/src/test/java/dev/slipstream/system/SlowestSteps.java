package dev.slipstream.system;

import dev.slipstream.system.layout.ProjectLayout;
import dev.slipstream.system.trust.BuildReports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * One test class of a build and its duration. The main method lists the slowest test classes at the end of {@code mvn
 * verify}.
 *
 * @param module the name of the module's folder
 * @param name the test class
 * @param seconds its duration
 */
public record SlowestSteps(String module, String name, double seconds) {

    private static final int LIMIT = 10;

    /**
     * Arguments: the folder of one module, its build folder, and the start of the build. Reports from before the start
     * belong to another build and are ignored.
     */
    public static void main(String[] arguments) throws Exception {
        Path module = Path.of(arguments[0]);
        Path build = module.relativize(Path.of(arguments[1]));
        System.out.print(
                summary(stepsOf(new BuildReports(ProjectLayout.around(module), build, Instant.parse(arguments[2])))));
    }

    /** The test classes of all modules of a project. Each module has its reports in the same relative folder. */
    static List<SlowestSteps> stepsOf(BuildReports reports)
            throws IOException, SAXException, ParserConfigurationException {
        List<SlowestSteps> steps = new ArrayList<>();
        for (Path module : reports.modules()) {
            for (Path report : reports.files(module, "surefire-reports", "TEST-.*\\.xml")) {
                steps.add(read(module.getFileName().toString(), report));
            }
        }
        return steps;
    }

    /** The slowest test classes, one per line, below a line with the total. */
    static String summary(List<SlowestSteps> steps) {
        double total = steps.stream().mapToDouble(SlowestSteps::seconds).sum();
        String head = String.format(Locale.ROOT, "Slowest of %d test classes, %.1f s in all:%n", steps.size(), total);
        return steps.stream()
                .sorted(Comparator.comparingDouble(SlowestSteps::seconds).reversed())
                .limit(LIMIT)
                .map(step -> String.format(Locale.ROOT, "%8.1f s  %s  %s%n", step.seconds, step.module, step.name))
                .collect(Collectors.joining("", head, ""));
    }

    private static SlowestSteps read(String module, Path report)
            throws IOException, SAXException, ParserConfigurationException {
        Element suite = BuildReports.read(report);
        // Surefire groups thousands: 1,234.5.
        double seconds = Double.parseDouble(suite.getAttribute("time").replace(",", ""));
        return new SlowestSteps(module, suite.getAttribute("name"), seconds);
    }
}
