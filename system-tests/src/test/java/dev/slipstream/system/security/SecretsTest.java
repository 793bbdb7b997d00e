package dev.slipstream.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.planted.PatchedClasses;
import dev.slipstream.system.planted.Planting;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No log, telemetry, exception or printed value shows a query, header, token or payload of a user. Telemetry also gives
 * its listeners no object that contains one, such as a {@code Configuration}. Only log lines about exceptions of user
 * code show the messages of these exceptions.
 */
class SecretsTest {

    private static final int MARK = "L00".length();
    private static final int FEWEST = 20;

    private static List<Planting> leaks;

    @BeforeAll
    static void read() throws Exception {
        leaks = Planting.read("/security/planted-leaks.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "tyrus", "netty"})
    void noVisibleTextContainsASecret(String transport) {
        assertThat(new CanaryRun().apply(transport)).isEmpty();
    }

    /**
     * Checks the search itself: the classes have planted leaks in many places, and the search finds each leak. Two
     * transports suffice, because no leak is planted in the transport over Netty.
     */
    @ParameterizedTest
    @ValueSource(strings = {"jdk", "tyrus"})
    @SuppressWarnings("unchecked") // the class is ours and implements exactly this type
    void plantedLeaksAreFound(String transport) throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (PatchedClasses classes = PatchedClasses.with(leaks)) {
            List<String> seen =
                    ((Function<String, List<String>>) classes.make(CanaryRun.class, Function.class)).apply(transport);

            assertThat(leaks.stream().filter(leak -> isOf(leak, transport)))
                    .allSatisfy(leak -> assertThat(seen)
                            .as(leak.name())
                            .anyMatch(text -> text.contains(leak.name().substring(0, MARK))));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** Whether the leak concerns this transport. Most leaks concern all transports. */
    private static boolean isOf(Planting leak, String transport) {
        return !leak.name().contains(", by ") || leak.name().endsWith(", by " + transport);
    }

    @Test
    void eachLeakCanBePlanted() {
        assertThat(PatchedClasses.complaints(leaks)).isEmpty();
    }

    @Test
    void nameOfEachLeakBeginsWithAUniqueMark() {
        assertThat(leaks).hasSizeGreaterThan(FEWEST);
        assertThat(leaks).extracting(leak -> leak.name().substring(0, MARK)).doesNotHaveDuplicates();
        assertThat(leaks)
                .allSatisfy(leak ->
                        assertThat(leak.replacement()).contains(leak.name().substring(0, MARK)));
    }
}
