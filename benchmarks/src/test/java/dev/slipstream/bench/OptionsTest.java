package dev.slipstream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void jsonGoesToTargetUnlessOutputIsGiven() {
        assertThat(Options.of("quick").output()).endsWithRaw(java.nio.file.Path.of("target", "runs", "quick.json"));
        assertThat(Options.of("full", "--output", "here.json").output()).hasToString("here.json");
    }

    @Test
    void onlyFullRunOfAllSuitesIsRecorded() {
        assertThat(Options.of("full", "--record").isRecorded()).isTrue();
        assertThatIllegalArgumentException().isThrownBy(() -> Options.of("quick", "--record"));
        assertThatIllegalArgumentException().isThrownBy(() -> Options.of("full", "--only", "codec", "--record"));
    }

    @Test
    void unknownOrIncompleteOptionsAreRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> Options.of("quick", "--fast"));
        assertThatIllegalArgumentException().isThrownBy(() -> Options.of("quick", "--only"));
        assertThatIllegalArgumentException().isThrownBy(() -> Options.of());
    }
}
