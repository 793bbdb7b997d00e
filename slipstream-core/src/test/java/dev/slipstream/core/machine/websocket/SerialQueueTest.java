package dev.slipstream.core.machine.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SerialQueueTest {

    private final List<String> done = new ArrayList<>();
    private final SerialQueue queue = new SerialQueue(thrown -> done.add(String.valueOf(thrown.getMessage())));
    private final Consumer<String> adding = done::add;

    @Test
    void taskAddedByTaskRunsAfterIt() {
        queue.run(() -> {
            queue.run(adding, "third");
            queue.run(() -> done.add("fourth"));
            done.add("first");
            done.add("second");
        });
        queue.run(adding, "fifth");

        assertThat(done).containsExactly("first", "second", "third", "fourth", "fifth");
    }

    @Test
    void taskWithArgumentRunsBeforeTasksItAdds() {
        queue.run(
                text -> {
                    queue.run(adding, "second");
                    done.add(text);
                },
                "first");

        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void throwingTaskDoesNotStopQueue() {
        queue.run(() -> {
            throw new IllegalStateException("one");
        });
        queue.run(
                text -> {
                    throw new LinkageError(text);
                },
                "two");
        queue.run(adding, "three");

        assertThat(done).containsExactly("one", "two", "three");
    }
}
