package dev.slipstream.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.testkit.phoenix.PhoenixChannel;
import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class TourTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void showsEveryStep() throws InterruptedException {
        assertThat(walk("")).as(printed()).isZero();

        for (Step step : Step.values()) {
            assertThat(printed()).contains(step.result());
        }
        assertThat(printed()).contains("All steps worked, in ");
    }

    @ParameterizedTest
    @EnumSource
    void noticesBrokenStep(Step step) throws InterruptedException {
        assertThat(walk(step.stepName())).as(printed()).isEqualTo(1);

        assertThat(printed())
                .contains("The tour failed at the step " + step.stepName())
                .doesNotContain(step.result());
    }

    @Test
    void unknownStepCannotBeBroken() throws InterruptedException {
        assertThat(walk("museum")).isEqualTo(1);

        assertThat(printed()).contains("no step museum").contains("cut").doesNotContain("worked");
    }

    @Test
    void foreignServerSkipsStepsThatNeedOwnServer() throws InterruptedException {
        assertThat(walkOnForeignServer("", TourChannel::new)).as(printed()).isZero();

        for (Step step : Step.values()) {
            assertThat(printed().contains(step.result())).as(step.stepName()).isEqualTo(!step.needsOwnServer());
        }
        assertThat(printed())
                .contains("All steps worked, except the 5 that were skipped")
                .doesNotContain("All of it");
    }

    @Test
    void foreignServerWithoutRepliesFailsReplyStep() throws InterruptedException {
        assertThat(walkOnForeignServer("", SilentChannel::new)).isEqualTo(1);

        assertThat(printed())
                .contains("the push was not answered: Lost[failure=TimedOut")
                .contains("The tour failed at the step reply")
                .doesNotContain("worked");
    }

    @Test
    void unreachableAddressFailsConnectStep() throws InterruptedException {
        String nowhere = "ws://localhost:1/socket/websocket";
        assertThat(walk("", Optional.of(nowhere))).isEqualTo(1);
        assertThat(printed()).contains("The tour failed at the step connect");
    }

    @Test
    void invalidAddressFailsConnectStep() throws InterruptedException {
        assertThat(walk("", Optional.of("no address"))).isEqualTo(1);
        assertThat(printed()).contains("The tour failed at the step connect").contains("IllegalArgumentException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply", "leave"})
    void clientStepsCanBeBrokenOnForeignServer(String step) throws InterruptedException {
        assertThat(walkOnForeignServer(step, TourChannel::new)).isEqualTo(1);
        assertThat(printed()).contains("The tour failed at the step " + step);
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "connect", "join", "broadcast", "binary", "crash", "cut", "disconnect"})
    void serverStepsCannotBeBrokenOnForeignServer(String step) throws InterruptedException {
        assertThat(walkOnForeignServer(step, TourChannel::new)).isEqualTo(1);
        assertThat(printed()).contains(step + " can only be broken on the tour's own server");
    }

    private int walkOnForeignServer(String broken, Supplier<PhoenixChannel> channel) throws InterruptedException {
        UserSocket socket = UserSocket.at("/socket").channel("tour:*", channel);
        try (PhoenixServer server = PhoenixServer.start(socket)) {
            return walk(broken, Optional.of(server.uri().toString()));
        }
    }

    private int walk(String broken) throws InterruptedException {
        return walk(broken, Optional.empty());
    }

    private int walk(String broken, Optional<String> uri) throws InterruptedException {
        return Tour.walk(new PrintStream(printed, true, StandardCharsets.UTF_8), broken, uri, "tour:paris");
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
