package dev.slipstream.system.parity;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectIteration;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.slipstream.system.planted.PatchedClasses;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/**
 * A program that runs tests of one module, each in a separate class loader. It starts in the module's folder with the
 * module's tests on the class path. So a test finds the same files as in the build of its module. At the end the
 * program exits, even if a test left threads running.
 */
final class Trials {

    /** How many tests run at the same time. It may exceed the number of processors, because some tests mostly wait. */
    private static final int AT_ONCE = 6;

    private static final String LONGEST = "120 s";

    private Trials() {}

    /** Arguments: the file of trials, and the file for their outcomes. */
    public static void main(String[] arguments) throws Exception {
        List<Callable<TrialOutcome>> trials = Files.readAllLines(Path.of(arguments[0])).stream()
                .map(Trial::read)
                .<Callable<TrialOutcome>>map(trial -> () -> outcome(trial))
                .toList();
        StringBuilder outcomes = new StringBuilder();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<TrialOutcome> outcome : threads.invokeAll(trials)) {
                outcomes.append(outcome.get().line()).append('\n');
            }
        }
        Files.writeString(Path.of(arguments[1]), outcomes);
        System.exit(0);
    }

    private static TrialOutcome outcome(Trial trial) throws IOException, ReflectiveOperationException {
        long start = System.nanoTime();
        try (PatchedClasses classes = PatchedClasses.of(classes(trial.classes()))) {
            TestExecutionSummary summary = run(trial, classes);
            long millis = (System.nanoTime() - start) / 1_000_000;
            boolean isRed = summary.getTotalFailureCount() > 0;
            TrialOutcome.Color green =
                    summary.getTestsSucceededCount() > 0 ? TrialOutcome.Color.GREEN : TrialOutcome.Color.NOTHING;
            return new TrialOutcome(trial.name(), isRed ? TrialOutcome.Color.RED : green, millis, failure(summary));
        }
    }

    private static String failure(TestExecutionSummary summary) {
        return summary.getFailures().stream()
                .findFirst()
                .map(Failure::getException)
                .map(Throwable::toString)
                .orElse("");
    }

    private static TestExecutionSummary run(Trial trial, PatchedClasses classes) throws ClassNotFoundException {
        Thread.currentThread().setContextClassLoader(classes);
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selector(trial, classes.loadClass(trial.type())))
                                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                                .configurationParameter(
                                        "junit.jupiter.execution.timeout.testable.method.default", LONGEST)
                                .build(),
                        listener);
        return listener.getSummary();
    }

    private static DiscoverySelector selector(Trial trial, Class<?> type) {
        Method method = methods(type)
                .filter(found -> found.getName().equals(trial.method()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("missing test " + trial.type() + "." + trial.method()));
        MethodSelector whole = selectMethod(type, method);
        return trial.iteration() == NamedTest.ALL ? whole : selectIteration(whole, trial.iteration());
    }

    /** The methods of the class, including the methods that it inherits from a contract. */
    private static Stream<Method> methods(Class<?> type) {
        return Stream.concat(Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getMethods()));
    }

    private static Map<String, byte[]> classes(String folder) throws IOException {
        Map<String, byte[]> classes = new HashMap<>();
        if (!folder.isEmpty()) {
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                for (Path file : files.toList()) {
                    classes.put(file.getFileName().toString(), Files.readAllBytes(file));
                }
            }
        }
        return classes;
    }
}
