package dev.slipstream.system.concurrency;

import dev.slipstream.core.machine.websocket.WebSocketBinding;
import dev.slipstream.core.machine.websocket.WebSocketLibrary;
import dev.slipstream.core.transport.Frame;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A websocket that only begins writes. The scenario completes the writes. */
final class SmallBinding implements WebSocketBinding {

    private final WebSocketLibrary library = new WebSocketLibrary(
            "small", System.getLogger(SmallBinding.class.getName()), () -> 0, (nanos, task) -> () -> {});
    private final int together;
    private final List<String> written;
    private final AtomicInteger begun;
    private int kept;

    /** Whether the library reads. */
    volatile boolean isReading = true;

    /**
     * Makes a websocket.
     *
     * @param together the largest number of messages in one write
     * @param written receives the texts of all messages
     * @param begun counts the writes that have begun
     */
    SmallBinding(int together, List<String> written, AtomicInteger begun) {
        this.together = together;
        this.written = written;
        this.begun = begun;
    }

    @Override
    public boolean write(Frame frame) {
        written.add(((Frame.Text) frame).text());
        kept++;
        return false;
    }

    @Override
    public boolean takesMore() {
        return kept < together;
    }

    @Override
    public void flush() {
        if (kept > 0) {
            kept = 0;
            begun.incrementAndGet();
        }
    }

    @Override
    public void writeClose(int code, String text) {}

    @Override
    public void readOn() {
        isReading = true;
    }

    @Override
    public void cut() {}

    @Override
    public WebSocketLibrary library() {
        return library;
    }
}
