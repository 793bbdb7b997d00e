package dev.slipstream.system.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.layout.Page;
import dev.slipstream.system.layout.ProjectLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Checks that the build runs its static checks, and that {@code SECURITY.md} has the necessary sections. */
class ThreatModelTest {

    private static final ProjectLayout PROJECT = ProjectLayout.ofThisBuild();

    @Test
    void staticChecksAreErrors() throws Exception {
        assertThat(Files.readString(PROJECT.root().resolve("pom.xml")))
                .contains("-Xplugin:ErrorProne", "-Xep:NullAway:ERROR", "<arg>-Werror</arg>");
    }

    /** SpotBugs runs only in the profile {@code trust}, because it is too slow for a normal build. */
    @Test
    void trustProfileRunsSpotBugsOnPublishedModules() throws Exception {
        Element parent = pom(PROJECT.root());
        Element trust = below(parent, "profile")
                .filter(profile -> text(profile, "id").equals("trust"))
                .findFirst()
                .orElseThrow();

        assertThat(below(trust, "plugin")
                        .filter(plugin -> text(plugin, "artifactId").equals("spotbugs-maven-plugin"))
                        .flatMap(plugin -> below(plugin, "execution")))
                .singleElement()
                .satisfies(execution -> {
                    assertThat(text(execution, "phase")).isEqualTo("verify");
                    assertThat(text(execution, "goal")).isEqualTo("check");
                });
        assertThat(below(parent, "artifactId").map(Element::getTextContent)).contains("findsecbugs-plugin");
        List<String> published = new ArrayList<>();
        for (Path module : PROJECT.modules()) {
            Element pom = pom(module);
            if (!isTrue(pom, "maven.deploy.skip")) {
                published.add(module.getFileName().toString());
                assertThat(isTrue(pom, "spotbugs.skip")).as(module.toString()).isFalse();
            }
        }
        assertThat(published)
                .contains("slipstream-core", "slipstream-api", "transport-jdk", "transport-tyrus", "transport-netty");
    }

    private static Element pom(Path folder) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("pom.xml").toFile())
                .getDocumentElement();
    }

    private static Stream<Element> below(Element element, String name) {
        NodeList all = element.getElementsByTagName(name);
        return IntStream.range(0, all.getLength()).mapToObj(i -> (Element) all.item(i));
    }

    private static String text(Element element, String name) {
        return below(element, name).findFirst().map(Element::getTextContent).orElse("");
    }

    private static boolean isTrue(Element pom, String property) {
        return below(pom, property).anyMatch(value -> value.getTextContent().equals("true"));
    }

    @Test
    void threatModelNamesHostileAndTrustedParties() throws Exception {
        assertThat(Files.readString(PROJECT.page(Page.SECURITY_POLICY)))
                .contains("## Whom we expect to be hostile", "server", "network", "topics and payloads")
                .contains("## Whom we trust", "## What is not checked", "## Reporting");
    }
}
