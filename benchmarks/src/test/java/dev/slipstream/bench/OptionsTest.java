package dev.slipstream.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.slipstream.bench.suite.Suite;
import java.util.List;
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
    void userServerIsMeasuredOnlyBySuitesThatTakeIt() {
        Options options = Options.of("quick", "--uri", "ws://localhost:4000/socket/websocket");

        assertThat(options.uri()).hasToString("ws://localhost:4000/socket/websocket");
        assertThat(options.suites()).extracting(Suite::name).containsExactly("traffic", "cold");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of("quick", "--uri", "wss://a/socket/websocket", "--only", "idle"))
                .withMessageContaining("traffic, cold");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of("full", "--uri", "wss://a/socket/websocket", "--record"));
    }

    @Test
    void uriThatNotAllClientsCouldUseIsRejected() {
        for (String uri : List.of("http://a/websocket", "ws://a/socket", "ws://a/socket/websocket?token=x", "a")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Options.of("quick", "--uri", uri))
                    .withMessageContaining("ends in /websocket");
        }
    }

    @Test
    void onlyChoosesSuites() {
        assertThat(Options.of("quick", "--only", "cold").suites())
                .extracting(Suite::name)
                .containsExactly("cold");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of("quick", "--only", "warm"))
                .withMessageContaining("cold");
    }

    @Test
    void unknownOrIncompleteOptionsAreRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> Options.of("quick", "--fast"));
        assertThatIllegalArgumentException().isThrownBy(() -> Options.of("quick", "--only"));
        assertThatIllegalArgumentException().isThrownBy(() -> Options.of());
    }
}
