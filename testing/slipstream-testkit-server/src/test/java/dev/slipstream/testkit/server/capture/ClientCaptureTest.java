package dev.slipstream.testkit.server.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The client's state machine for connections emits the expected events for the frames of real servers. */
class ClientCaptureTest {

    static Stream<Capture> replayed() {
        return Capture.all().stream().filter(capture -> !NotReplayed.isListed(capture, NotReplayed.BY_THE_CLIENT));
    }

    @ParameterizedTest
    @MethodSource("replayed")
    void machineEmitsExpectedEvents(Capture capture) {
        assertThat(connections(capture)).isNotEmpty().allSatisfy(lines -> {
            ClientReplay.Outcome outcome = ClientReplay.run(lines, true);

            assertThat(outcome.events()).isEqualTo(outcome.expectedEvents());
            assertThat(outcome.frames()).isEqualTo(outcome.expectedFrames());
        });
    }

    /**
     * Replays the first recorded line, then the first two lines, and so on. Closes the connection after each replay.
     */
    @ParameterizedTest
    @MethodSource("replayed")
    void endIsEmittedOnce(Capture capture) {
        for (List<CaptureLine.OnConnection> lines : connections(capture)) {
            for (int size = 1; size <= lines.size(); size++) {
                ClientReplay.Outcome outcome = ClientReplay.run(lines.subList(0, size), true);

                assertThat(outcome.lastEvents()).isOne();
                assertThat(outcome.events()).isEqualTo(outcome.expectedEvents());
            }
        }
    }

    /** A client ignores frames of topics that it never joined. */
    @ParameterizedTest
    @MethodSource("replayed")
    void framesOfUnknownTopicsAreIgnored(Capture capture) {
        for (List<CaptureLine.OnConnection> lines : connections(capture)) {
            ClientReplay.Outcome outcome = ClientReplay.run(lines, false);

            assertThat(outcome.events())
                    .isEqualTo(outcome.expectedEvents())
                    .allMatch(event -> event.matches("(Channel|Ping|Pong).*"));
        }
    }

    @Test
    void replaysAllCapturesExceptThoseListedInNotReplayed() {
        List<Capture> all = Capture.all();
        List<Capture> listed = all.stream()
                .filter(capture -> NotReplayed.isListed(capture, NotReplayed.BY_THE_CLIENT))
                .toList();

        assertThat(listed).hasSize(6);
        assertThat(replayed()).hasSize(all.size() - listed.size());
    }

    /** The lines of each connection, for each recorded sequence of the capture. */
    private static List<List<CaptureLine.OnConnection>> connections(Capture capture) {
        List<List<CaptureLine.OnConnection>> all = new ArrayList<>();
        for (List<CaptureLine> form : capture.forms()) {
            Map<String, List<CaptureLine.OnConnection>> open = new LinkedHashMap<>();
            for (CaptureLine line : form) {
                if (line instanceof CaptureLine.Requested request) {
                    List<CaptureLine.OnConnection> begun = new ArrayList<>();
                    open.put(request.connection(), begun);
                    all.add(begun);
                }
                if (line instanceof CaptureLine.OnConnection one) {
                    open.get(one.connection()).add(one);
                }
            }
        }
        return all.stream().filter(lines -> isUpgrade(lines)).toList();
    }

    private static boolean isUpgrade(Collection<CaptureLine.OnConnection> lines) {
        return lines.stream().anyMatch(line -> line instanceof CaptureLine.Requested request && request.isUpgrade());
    }
}
