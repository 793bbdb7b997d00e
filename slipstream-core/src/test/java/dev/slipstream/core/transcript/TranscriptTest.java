package dev.slipstream.core.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Event;
import dev.slipstream.core.Signature;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TranscriptTest {

    @TestFactory
    Stream<DynamicTest> connection() {
        return Transcript.tests("connection", ConnectionSubject::new);
    }

    @TestFactory
    Stream<DynamicTest> client() {
        return Transcript.tests("client", ClientSubject::new);
    }

    @TestFactory
    Stream<DynamicTest> websocket() {
        return Transcript.tests("websocket", WebSocketSubject::new);
    }

    @TestFactory
    Stream<DynamicTest> frames() {
        return Transcript.tests("frames", FramesSubject::new);
    }

    /** Takes the name of a topic as a line, and emits {@code TopicLeft} for this topic 2 s later. */
    private static final class FakeSubject implements Subject {

        private String topic;
        private Duration due;

        @Override
        public void tell(String line, Duration now, Consumer<Object> effects) {
            topic = line;
            due = now.plusSeconds(2);
        }

        @Override
        public void passTime(Duration now, Consumer<Object> effects) {
            effects.accept(new Signature.OfEvent(Connection.numbered(1), new Event.TopicLeft(topic)));
            due = null;
        }

        @Override
        public Duration nextDeadline() {
            return due;
        }

        @Override
        public String state() {
            return due == null ? "IDLE" : "BUSY";
        }

        @Override
        public String toString() {
            return "Toy at " + topic;
        }
    }

    @Test
    void effectsFollowTheirLine() {
        String played = Transcript.play("# why\nrooms:a\n    stale output\n+ 1.5s\n+ 1m\n?\n", new FakeSubject());

        assertThat(played).isEqualTo("""
            # why
            rooms:a
                -> BUSY
            + 1.5s
                nothing
            + 1m
                @2s emit TopicLeft rooms:a CLIENT
                -> IDLE
            ?
                Toy at rooms:a
            """);
    }
}
