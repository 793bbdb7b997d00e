package dev.slipstream.system.concurrency;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.core.machine.websocket.WebSocketInput;
import dev.slipstream.core.machine.websocket.WebSocketTransport;
import dev.slipstream.core.transport.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The client's thread sends and flushes messages while the websocket library's thread completes writes. Each accepted
 * message is written once and in order. No message waits while the library writes nothing.
 *
 * <p>The scenario runs twice: with a library that writes one message at a time, like Tyrus, and with a library that
 * writes several messages together, like Netty.
 */
public final class TransportWrites implements Runnable {

    private static final int MESSAGES = 3;

    /** The writes that the library has begun and not completed. */
    private final AtomicInteger begun = new AtomicInteger();

    /** Fields, because the model checker treats an object in a local variable as private to one thread. */
    private List<String> written = new ArrayList<>();

    private WebSocketTransport transport = opened(1);

    private WebSocketTransport opened(int together) {
        begun.set(0);
        List<String> texts = new ArrayList<>();
        written = texts;
        WebSocketTransport made = new WebSocketTransport(
                OutboundQueue.HANDSHAKE, new SilentListener(), new SmallBinding(together, texts, begun));
        made.accept(new WebSocketInput.Opened(Map.of()));
        return made;
    }

    @Override
    public void run() {
        writeAll(1);
        writeAll(2);
    }

    private void writeAll(int together) {
        transport = opened(together);
        List<String> accepted = new ArrayList<>();
        ParallelRun.run(
                () -> {
                    for (int i = 0; i < MESSAGES; i++) {
                        if (transport.send(new Frame.Text("" + i))) {
                            accepted.add("" + i);
                        }
                        transport.flush();
                    }
                },
                () -> {
                    complete();
                    complete();
                });
        while (complete()) {}

        check(written.equals(accepted), "written are " + written + ", and accepted are " + accepted);
        check(transport.queuedFrames() == 0, "no message waits while the library writes nothing");
    }

    /** Completes a write. Returns false if the library writes nothing. */
    private boolean complete() {
        if (begun.get() == 0) {
            return false;
        }
        begun.decrementAndGet();
        transport.written();
        return true;
    }
}
