package dev.slipstream.system.security;

import static dev.slipstream.system.parity.NamedTests.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What the build checks, and what {@code SECURITY.md} has to say. */
class ThreatModelTest {

    @Test
    void theStaticChecksAreErrors() throws Exception {
        assertThat(Files.readString(PROJECT.resolve("pom.xml")))
                .contains("-Xplugin:ErrorProne", "-Xep:NullAway:ERROR", "<arg>-Werror</arg>")
                .contains(
                        "<artifactId>spotbugs-maven-plugin</artifactId>",
                        "<artifactId>findsecbugs-plugin</artifactId>");
    }

    @Test
    void theThreatModelNamesWhoIsHostileAndWhoIsTrusted() throws Exception {
        assertThat(Files.readString(PROJECT.resolve("SECURITY.md")))
                .contains("## Whom we expect to be hostile", "server", "network", "topics and payloads")
                .contains("## Whom we trust", "## What is not checked", "## Reporting");
    }
}
