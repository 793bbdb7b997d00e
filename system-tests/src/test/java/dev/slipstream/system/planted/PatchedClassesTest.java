package dev.slipstream.system.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PatchedClassesTest {

    private static final Planting GOOD = plant("good", "Ref.toString", "return value;", "return value + value;");

    @Test
    void compilablePlantIsAccepted() {
        assertThat(PatchedClasses.complaints(List.of(GOOD))).isEmpty();
    }

    @Test
    void compilerErrorIsReportedWithItsPlant() {
        Planting bad = plant("bad", "Ref.toString", "return value;", "return formerName;");

        assertThat(PatchedClasses.complaints(List.of(GOOD, bad)))
                .singleElement()
                .asString()
                .contains("some/list.txt, [bad]: the changed source does not compile", "formerName");
    }

    @Test
    void eachMissingTextIsReported() {
        Planting noClass = plant("no class", "Reference", "value", "");
        Planting noText = plant("no text", "Ref.toString", "return other;", "");

        assertThat(PatchedClasses.complaints(List.of(noClass, GOOD, noText)))
                .hasSize(2)
                .satisfiesExactly(
                        first -> assertThat(first).contains("\"no class\": there is no class Reference"),
                        second -> assertThat(second).contains("\"no text\": Ref.toString does not have the text"));
    }

    private static Planting plant(String name, String anchor, String original, String replacement) {
        return new Planting("some/list.txt", name, Anchor.of(anchor), original, replacement, 0);
    }
}
