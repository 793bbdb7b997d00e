package dev.slipstream.testkit.server.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CaptureTest {

    @Test
    void readsEachKindOfLine() {
        Capture capture =
                Capture.parse("phoenix-1.8.12-bandit", "made_up", """
                # scenario made_up
                # varies: 2 forms in 4 runs (3, 1)
                > connect GET /socket/websocket?vsn=2.0.0
                > header X-Foo: a: b
                = http 403 Forbidden
                = header Retry-After: 7
                = body "{\\"a\\":1}"
                B> text ["1","2","<x*3>"]
                B< binary 01<78*2>02
                > ping
                < pong
                > raw 8182   # why
                > close (empty) ""
                < close 1001 "bye"
                < eof
                ! the server is stopped
                . wait 300
                . about 2 s later
                # ---- form 2, seen 1 of 4
                #2 < close 1005
                """.lines().toList());

        assertThat(capture.phoenix()).isEqualTo("1.8.12");
        assertThat(capture.isCowboy()).isFalse();
        assertThat(capture.header()).containsEntry("scenario", "made_up");
        assertThat(capture.forms())
                .containsExactly(
                        List.of(
                                new CaptureLine.Requested(
                                        "", true, "GET", "/socket/websocket?vsn=2.0.0", Map.of("X-Foo", "a: b")),
                                new CaptureLine.Answered("", 403, Map.of("retry-after", "7"), "{\"a\":1}"),
                                new CaptureLine.FromClient("B", new WireFrame.Text("[\"1\",\"2\",\"xxx\"]")),
                                new CaptureLine.FromServer("B", new WireFrame.Binary("01787802")),
                                new CaptureLine.FromClient("", new WireFrame.Ping("")),
                                new CaptureLine.FromServer("", new WireFrame.Pong("")),
                                new CaptureLine.FromClient("", new WireFrame.Raw("8182")),
                                new CaptureLine.FromClient("", new WireFrame.Close(1005, "")),
                                new CaptureLine.FromServer("", new WireFrame.Close(1001, "bye")),
                                new CaptureLine.FromServer("", new WireFrame.Eof()),
                                new CaptureLine.Outside("the server is stopped"),
                                new CaptureLine.Waited(Duration.ofMillis(300)),
                                new CaptureLine.Remark("about 2 s later")),
                        List.of(new CaptureLine.FromServer("", new WireFrame.Close(1005, ""))));
    }

    @Test
    void rejectsUnknownLines() {
        assertThatThrownBy(() -> Capture.parse("f", "s", List.of("> gossip")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("gossip");
    }

    @Test
    void readsAllCaptures() {
        assertThat(Capture.all())
                .hasSize(493)
                .allSatisfy(capture -> assertThat(capture.forms()).isNotEmpty().doesNotContain(List.of()));
    }
}
