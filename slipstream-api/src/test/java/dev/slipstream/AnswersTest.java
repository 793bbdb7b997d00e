package dev.slipstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.From;
import dev.slipstream.core.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A second answer to a call, or an answer after the call's timeout, has no effect. It does not reach a later caller.
 */
class AnswersTest {

    private record Twice(From<String> from) {}

    private record Refused(From<String> from) {}

    private record Kept(From<String> from) {}

    private record Ping(From<String> from) {}

    private final Journal journal = new Journal();

    private final class Answering implements SlipstreamClient {

        private final List<From<String>> kept = new ArrayList<>();

        @Override
        public Socket handleCall(Object message, Socket socket) {
            return switch (message) {
                case Twice(var from) -> socket.answer(from, "first").answer(from, "second");
                case Refused(var from) -> socket.refuse(from, "no").answer(from, "yes");
                case Kept(var from) -> {
                    kept.add(from);
                    yield socket;
                }
                case Ping(var from) -> socket.answer(from, "pong");
                default -> socket;
            };
        }

        @Override
        public Socket handleInfo(Object message, Socket socket) {
            journal.note("answers " + kept.size());
            return socket.fold(kept, (from, next) -> next.answer(from, "late"));
        }
    }

    @Test
    void firstAnswerCounts() {
        try (RunningClient client = start()) {
            assertThat(client.<String>call(Twice::new)).isEqualTo("first");
            assertThatThrownBy(() -> client.call(Refused::new)).hasMessage("no");
            assertThat(client.<String>call(Ping::new)).isEqualTo("pong");
        }
    }

    @Test
    void lateAnswerHasNoEffect() {
        try (RunningClient client = start()) {
            assertThatThrownBy(() -> client.call(Kept::new, Duration.ofMillis(20)))
                    .isInstanceOf(AwaitTimeoutException.class);
            client.send("answer them");
            journal.expect("answers 1");
            assertThat(client.<String>call(Ping::new)).isEqualTo("pong");
            client.send("and once more");
            journal.expect("answers 1");
            assertThat(client.<String>call(Ping::new)).isEqualTo("pong");
        }
    }

    private RunningClient start() {
        return Slipstream.start(new Answering(), new FakeTransports().options());
    }
}
