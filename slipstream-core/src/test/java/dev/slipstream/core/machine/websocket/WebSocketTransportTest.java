package dev.slipstream.core.machine.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.UpgradeUri;
import java.nio.ByteBuffer;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Checks the calls that a transport makes to the library and to the listener. Both record their calls in one list. */
class WebSocketTransportTest {

    private final List<String> calls = new ArrayList<>();
    private boolean continues = true;
    private boolean writesAtOnce = true;
    private int batch;
    private boolean throwsOnOpened;
    private boolean throwsOnCut;
    private boolean throwsOnReceived;
    private boolean throwsOnEnded;
    private long now = 1_000_000_000;
    private Runnable timer;

    private final WebSocketTransport transport = new WebSocketTransport(
            new Handshake(
                    UpgradeUri.of("ws://localhost/"),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2),
                    8,
                    200,
                    1000),
            new Listener(),
            new Library());

    private void open() {
        transport.open(() -> calls.add("connect"));
        transport.accept(new WebSocketInput.Opened(Map.of("a", List.of("b"))));
        assertThat(calls).containsExactly("after 5000", "connect", "opened {a=[b]}", "cancel");
        calls.clear();
    }

    @Test
    void messagesAreWrittenInOrderAtFlush() {
        open();
        assertThat(transport.send(new Frame.Text("one"))).isTrue();
        assertThat(transport.send(new Frame.Text("two"))).isTrue();
        assertThat(calls).isEmpty();
        transport.flush();
        transport.flush();

        assertThat(calls).containsExactly("write one", "write two");
    }

    /** After 64 writes in a row, the transport first handles the completion of an earlier write, which is waiting. */
    @Test
    void completionDuringALongSeriesKeepsTheOrder() {
        writesAtOnce = false;
        batch = 1000;
        open();
        List<String> texts = IntStream.range(0, 90)
                .mapToObj(i -> i == 40 ? "completion" : "text " + i)
                .toList();
        for (String text : texts) {
            assertThat(transport.send(new Frame.Text(text))).isTrue();
        }
        transport.flush();
        transport.written();

        assertThat(calls.stream().filter(call -> call.startsWith("write ")))
                .containsExactlyElementsOf(
                        texts.stream().map(text -> "write " + text).toList());
    }

    @Test
    void queuedFramesCountUntilTheyAreWritten() {
        writesAtOnce = false;
        open();
        assertThat(transport.send(new Frame.Text("one"))).isTrue();
        assertThat(transport.send(new Frame.Text("two"))).isTrue();
        transport.flush();
        assertThat(transport.queuedFrames()).isEqualTo(2);

        transport.written();
        assertThat(transport.queuedFrames()).isEqualTo(1);

        transport.written();
        assertThat(transport.queuedFrames()).isZero();
    }

    @Test
    void oneMessageIsWrittenAtATime() {
        writesAtOnce = false;
        open();
        for (String text : List.of("one", "two", "three")) {
            assertThat(transport.send(new Frame.Text(text))).isTrue();
            transport.flush();
        }
        assertThat(calls).containsExactly("write one");
        transport.written();
        assertThat(calls).containsExactly("write one", "write two");
        transport.written();
        transport.written();
        transport.written();
        assertThat(transport.send(new Frame.Text("four"))).isTrue();
        transport.flush();

        assertThat(calls).containsExactly("write one", "write two", "write three", "write four");
    }

    @Test
    void messagesAreWrittenTogetherIfTheLibraryTakesMore() {
        writesAtOnce = false;
        batch = 3;
        open();
        for (String text : List.of("one", "two", "three", "four", "five")) {
            assertThat(transport.send(new Frame.Text(text))).isTrue();
        }
        transport.flush();
        assertThat(calls).containsExactly("write one", "write two", "write three", "flush");
        assertThat(transport.queuedFrames()).isEqualTo(5);
        calls.clear();
        transport.written();
        assertThat(calls).containsExactly("write four", "write five", "flush");
        assertThat(transport.queuedFrames()).isEqualTo(2);
        calls.clear();
        transport.close(1000, "");
        transport.written();

        assertThat(calls).containsExactly("after 2000", "close 1000 ");
        assertThat(transport.queuedFrames()).isZero();
    }

    @Test
    void receivedFramesDoNotSplitABatchOfWrites() {
        writesAtOnce = false;
        batch = 1000;
        open();
        for (int i = 0; i < 100; i++) {
            assertThat(transport.send(new Frame.Text(i == 63 ? "arrival" : "m")))
                    .isTrue();
        }
        transport.flush();

        assertThat(calls).hasSize(103).endsWith("flush").containsOnlyOnce("flush");
        assertThat(calls.subList(63, 67)).containsExactly("write arrival", "received in", "complete", "write m");
    }

    @Test
    void messageAboveLimitIsRefused() {
        assertThat(transport.send(new Frame.Binary(new byte[1001]))).isFalse();
        transport.close(1000, "");
        assertThat(transport.send(new Frame.Binary(new byte[1001]))).isTrue();
    }

    @Test
    void frameReceivedDuringAWriteIsHandledBeforeTheNextWrite() {
        open();
        for (int i = 0; i < 100; i++) {
            assertThat(transport.send(new Frame.Text(i == 63 ? "arrival" : "m")))
                    .isTrue();
        }
        transport.flush();

        assertThat(calls).hasSize(102);
        assertThat(calls.subList(63, 67)).containsExactly("write arrival", "received in", "complete", "write m");
    }

    @Test
    void partsAreJoinedAndDelivered() {
        open();
        transport.textPart("a", false);
        transport.textPart("b", true);
        transport.binaryPart(ByteBuffer.wrap(new byte[] {1, 2}), true);

        assertThat(calls).containsExactly("received ab", "complete", "received binary(2 bytes)", "complete");
    }

    @Test
    void messagesReadTogetherAreFollowedByOneReadComplete() {
        open();
        transport.message(new Frame.Text("one"));
        transport.message(new Frame.Text("two"));
        transport.readComplete();
        transport.readComplete();
        transport.message(new Frame.Text("three"));
        transport.accept(new WebSocketInput.CloseReceived(1006, ""));
        transport.readComplete();

        assertThat(calls)
                .containsExactly(
                        "received one",
                        "received two",
                        "complete",
                        "received three",
                        "cut",
                        "complete",
                        "ended Failed[failure=ConnectionLost[detail=TCP ended without a close frame]]");
    }

    @Test
    void messageAboveInboundLimitEndsWebsocket() {
        open();
        transport.textPart("123456789", true);

        assertThat(calls).containsExactly("cut", "ended Failed[failure=MessageTooLarge[limit=8]]");
    }

    @Test
    void pausedListenerReceivesRestLater() {
        open();
        continues = false;
        transport.textPart("one", true);
        transport.textPart("two", true);
        transport.textPart("three", true);
        assertThat(calls).containsExactly("received one", "complete");
        assertThat(transport.mayRead()).isFalse();
        calls.clear();
        transport.resumeReading();
        assertThat(calls).containsExactly("received two", "complete");
        assertThat(transport.mayRead()).isFalse();
        calls.clear();
        continues = true;
        transport.resumeReading();

        assertThat(calls).containsExactly("received three", "read on", "complete");
        assertThat(transport.mayRead()).isTrue();
    }

    @Test
    void libraryStopsReadingWhileManyMessagesWait() {
        open();
        List<Integer> read = new ArrayList<>();
        transport.run(
                text -> { // while this task runs, the messages wait
                    while (transport.mayRead() && read.size() < 100_000) {
                        transport.textPart(text, true);
                        read.add(read.size());
                    }
                    continues = false;
                    transport.readingStopped();
                    assertThat(calls).isEmpty();
                },
                "m");

        assertThat(read).hasSizeBetween(1_000, HeldFrames.MOST / 2);
        assertThat(calls).as("the pause comes first").containsExactly("received m", "complete");
        calls.clear();
        continues = true;
        transport.resumeReading();
        assertThat(calls).hasSize(read.size() + 1).contains("received m").endsWith("read on", "complete");
        assertThat(transport.mayRead()).isTrue();
    }

    @Test
    void libraryStopsReadingWhileLargeMessagesWait() {
        open();
        List<Integer> read = new ArrayList<>();
        transport.run(
                large -> {
                    while (transport.mayRead() && read.size() < 100_000) {
                        transport.message(large);
                        read.add(read.size());
                    }
                    transport.readingStopped();
                },
                new Frame.Binary(new byte[512 << 10]));

        assertThat(read).hasSize(2);
        assertThat(calls).containsExactly("received binary(524288 bytes)", "received binary(524288 bytes)", "read on");
        assertThat(transport.mayRead()).isTrue();
    }

    @Test
    void libraryThatStoppedReadingReadsOnWhenThePauseEnds() {
        open();
        continues = false;
        transport.textPart("one", true);
        transport.readingStopped();
        assertThat(calls).containsExactly("received one", "complete");
        calls.clear();
        transport.resumeReading();

        assertThat(calls).containsExactly("read on");
    }

    @Test
    void pingsAndPongsAreReported() {
        open();
        transport.accept(new WebSocketInput.Pinged());
        transport.accept(new WebSocketInput.Ponged());

        assertThat(calls).containsExactly("pinged", "ponged");
    }

    @Test
    void closeIsWrittenAndWaitsForItsDeadline() {
        open();
        assertThat(transport.send(new Frame.Text("one"))).isTrue();
        transport.close(1001, "bye");
        assertThat(transport.send(new Frame.Text("late"))).isTrue();
        transport.flush();
        assertThat(calls).containsExactly("write one", "close 1001 bye", "after 2000");
        calls.clear();
        now += Duration.ofSeconds(2).toNanos();
        timer.run();

        assertThat(calls).containsExactly("cut", "ended Requested[]");
    }

    @Test
    void libraryIsCutOnceAfterEnd() {
        open();
        transport.accept(new WebSocketInput.CloseReceived(1001, "away"));
        transport.keep(() -> calls.add("kept"));
        now += Duration.ofMillis(250).toNanos();
        timer.run();
        timer.run();

        assertThat(calls).containsExactly("ended Closed[code=1001, text=away]", "after 250", "kept", "cut");
    }

    @Test
    void libraryIsCutIfListenerThrowsAtEnd() {
        open();
        throwsOnEnded = true;
        transport.accept(new WebSocketInput.CloseReceived(1001, "away"));
        now += Duration.ofMillis(250).toNanos();
        timer.run();

        assertThat(calls)
                .containsExactly(
                        "ended Closed[code=1001, text=away]",
                        "after 250",
                        "ERROR a websocket of localhost threw java.lang.IllegalStateException after its end",
                        "cut");
    }

    @Test
    void timerOfARemovedDeadlineDoesNothing() {
        transport.open(() -> {});
        Runnable connecting = timer;
        transport.accept(new WebSocketInput.Opened(Map.of()));
        calls.clear();
        now += Duration.ofSeconds(9).toNanos();
        connecting.run();

        assertThat(calls).isEmpty();
    }

    @Test
    void earlyTimerIsSetAgain() {
        transport.open(() -> {});
        now += Duration.ofSeconds(5).toNanos() - 1_000_000;
        timer.run();
        now += 1_000_000;
        timer.run();

        assertThat(calls)
                .startsWith("after 5000", "after 1", "cut")
                .last()
                .asString()
                .contains("ConnectTimedOut");
    }

    @Test
    void deadlineIsCancelledIfQueuedMessageEndsWebsocket() {
        writesAtOnce = false;
        open();
        for (String text : List.of("one", "lone \ud800")) {
            assertThat(transport.send(new Frame.Text(text))).isTrue();
            transport.flush();
        }
        transport.close(1000, "");
        transport.written();

        assertThat(calls).containsExactly("write one", "after 2000", "cut", "ended Requested[]", "cancel");
    }

    @Test
    void endIsReportedIfCutThrows() {
        open();
        throwsOnCut = true;
        transport.accept(new WebSocketInput.CloseReceived(1006, ""));
        transport.run(calls::add, "the queue goes on");

        assertThat(calls)
                .containsExactly(
                        "cut",
                        "ERROR a websocket of localhost threw java.lang.OutOfMemoryError after its end",
                        "ended Failed[failure=ConnectionLost[detail=TCP ended without a close frame]]",
                        "the queue goes on");
    }

    @Test
    void resourceStoredAfterTheEndIsReleased() {
        transport.keep(() -> calls.add("kept"));
        transport.close(1000, "");
        transport.keep(() -> calls.add("kept"));
        transport.run(calls::add, "not kept");

        assertThat(calls).containsExactly("kept", "cut", "ended Requested[]", "kept", "cut", "not kept");
    }

    @Test
    void throwingListenerEndsWebsocket() {
        open();
        throwsOnReceived = true;
        transport.textPart("one", true);
        transport.textPart("two", true);

        assertThat(calls)
                .containsExactly(
                        "received one",
                        "cut",
                        "ended Failed[failure=Unexpected[detail=the library threw java.lang.IllegalStateException]]");
    }

    @Test
    void listenerThrowingAtOpeningEndsWebsocket() {
        throwsOnOpened = true;
        transport.accept(new WebSocketInput.Opened(Map.of()));

        assertThat(calls)
                .containsExactly(
                        "opened {}",
                        "cut",
                        "ended Failed[failure=Unexpected[detail=the library threw java.lang.IllegalStateException]]");
    }

    @Test
    void endIsReportedIfListenerThrowsAfterwards() {
        open();
        continues = false;
        transport.textPart("one", true);
        transport.textPart("two", true);
        transport.textPart("three", true);
        calls.clear();
        throwsOnReceived = true;
        transport.accept(new WebSocketInput.CloseReceived(1006, ""));

        assertThat(calls)
                .containsExactly(
                        "received two",
                        "ERROR a websocket of localhost threw java.lang.IllegalStateException after its end",
                        "received three",
                        "ERROR a websocket of localhost threw java.lang.IllegalStateException after its end",
                        "cut",
                        "ended Failed[failure=ConnectionLost[detail=TCP ended without a close frame]]");
    }

    @Test
    void throwingTaskOfLibraryEndsAttempt() {
        transport.open(() -> {
            throw new LinkageError("planned");
        });

        assertThat(calls)
                .containsExactly(
                        "after 5000",
                        "cut",
                        "ended ConnectFailed[failure=Unexpected[detail=the library threw java.lang.LinkageError]]",
                        "cancel");
    }

    private final class Library implements WebSocketBinding {

        private int unflushed;

        @Override
        public boolean write(Frame frame) {
            String text = ((Frame.Text) frame).text();
            calls.add("write " + text);
            if (text.equals("completion")) {
                transport.written();
            }
            if (text.equals("arrival")) {
                transport.textPart("in", true);
            }
            unflushed++;
            return writesAtOnce;
        }

        @Override
        public boolean takesMore() {
            return unflushed < batch;
        }

        @Override
        public void flush() {
            if (batch > 0 && unflushed > 0) {
                calls.add("flush");
            }
            unflushed = 0;
        }

        @Override
        public void writeClose(int code, String text) {
            calls.add("close " + code + " " + text);
        }

        @Override
        public void readOn() {
            calls.add("read on");
        }

        @Override
        public void cut() {
            calls.add("cut");
            if (throwsOnCut) {
                throw new OutOfMemoryError("planned");
            }
        }

        @Override
        public WebSocketLibrary library() {
            return new WebSocketLibrary("the library", new Log(), () -> now, (nanos, task) -> {
                calls.add("after " + Duration.ofNanos(nanos).toMillis());
                timer = task;
                return () -> calls.add("cancel");
            });
        }
    }

    private final class Log implements System.Logger {

        @Override
        public String getName() {
            return "log";
        }

        @Override
        public boolean isLoggable(Level level) {
            return true;
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
            throw new IllegalArgumentException("the exception may quote a secret");
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
            calls.add(level + " " + MessageFormat.format(format, parameters));
        }
    }

    private final class Listener implements TransportListener {

        @Override
        public void opened(Map<String, List<String>> headers) {
            calls.add("opened " + headers);
            if (throwsOnOpened) {
                throw new IllegalStateException("planned");
            }
        }

        @Override
        public boolean received(Frame frame) {
            calls.add("received " + (frame instanceof Frame.Text(String text) ? text : frame.toString()));
            if (throwsOnReceived) {
                throw new IllegalStateException("planned");
            }
            return continues;
        }

        @Override
        public void readComplete() {
            calls.add("complete");
        }

        @Override
        public void writable() {
            calls.add("writable");
        }

        @Override
        public void pinged() {
            calls.add("pinged");
        }

        @Override
        public void ponged() {
            calls.add("ponged");
        }

        @Override
        public void ended(DisconnectReason reason) {
            calls.add("ended " + reason);
            if (throwsOnEnded) {
                throw new IllegalStateException("planned");
            }
        }
    }
}
