package dev.slipstream.system.concurrency;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.core.machine.websocket.WebSocketInput;
import dev.slipstream.core.machine.websocket.WebSocketTransport;
import dev.slipstream.core.transport.Frame;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The listener has paused reading. While the library stops reading for this pause, the client's thread asks to resume
 * reading. At the end, the library reads.
 */
public final class ReadingStops implements Runnable {

    private final SilentListener listener = new SilentListener();

    /** Fields, because the model checker treats an object in a local variable as private to one thread. */
    private SmallBinding library = binding();

    private WebSocketTransport transport = opened();

    private static SmallBinding binding() {
        return new SmallBinding(1, new ArrayList<>(), new AtomicInteger());
    }

    private WebSocketTransport opened() {
        WebSocketTransport made = new WebSocketTransport(OutboundQueue.HANDSHAKE, listener, library);
        made.accept(new WebSocketInput.Opened(Map.of()));
        return made;
    }

    @Override
    public void run() {
        listener.pauses = true;
        library = binding();
        transport = opened();
        transport.message(new Frame.Text("1"));
        ParallelRun.run(
                () -> {
                    if (!transport.mayRead()) {
                        library.isReading = false;
                        transport.readingStopped();
                    }
                },
                () -> transport.resumeReading());

        check(transport.mayRead(), "reading is resumed");
        check(library.isReading, "the library reads");
    }
}
