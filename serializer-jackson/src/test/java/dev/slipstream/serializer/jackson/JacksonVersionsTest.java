package dev.slipstream.serializer.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** If Jackson cannot be linked, the message names the class, the versions found and the versions needed. */
class JacksonVersionsTest {

    @Test
    void neededVersionsAreThoseOfThisBuild() {
        assertThat(JacksonVersions.found())
                .isEqualTo("jackson-annotations " + JacksonVersions.ANNOTATIONS + ", jackson-core "
                        + JacksonVersions.JACKSON + ", jackson-databind " + JacksonVersions.JACKSON);
    }

    @Test
    void bomSetsTheNeededVersions() throws Exception {
        String bom = Files.readString(Path.of("../slipstream-api/bom/pom.xml")).replaceAll("\\s+", "");

        assertThat(bom)
                .contains("<artifactId>jackson-core</artifactId><version>" + JacksonVersions.JACKSON + "<")
                .contains("<artifactId>jackson-databind</artifactId><version>" + JacksonVersions.JACKSON + "<")
                .contains("<artifactId>jackson-annotations</artifactId><version>" + JacksonVersions.ANNOTATIONS + "<");
    }

    @Test
    void missingClassAndVersionsAreNamed() {
        String name = "com/fasterxml/jackson/annotation/JsonSerializeAs";
        LinkageError first = new NoClassDefFoundError(name);
        LinkageError later = new NoClassDefFoundError("Could not initialize class dev.slipstream.X");
        later.initCause(new ExceptionInInitializerError(
                "Exception java.lang.NoClassDefFoundError: " + name + " [in thread 1]"));

        for (LinkageError fault : new LinkageError[] {first, later}) {
            assertThat(JacksonVersions.explained(fault))
                    .startsWith("cannot link class com.fasterxml.jackson.annotation.JsonSerializeAs; found "
                            + JacksonVersions.found() + "; needed: jackson-annotations 2.22, jackson-core ")
                    .contains("slipstream-bom");
        }
        assertThat(JacksonVersions.explained(new NoSuchMethodError("'void tools.jackson.core.JsonParser.next(int)'")))
                .startsWith("cannot link class tools.jackson.core.JsonParser.next; found ");
        assertThat(JacksonVersions.explained(new VerifyError("a secret")))
                .startsWith("cannot link the classes of Jackson, because java.lang.VerifyError was thrown; found ")
                .doesNotContain("secret");
    }
}
