package dev.slipstream.system.concurrency;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.core.machine.websocket.WebSocketEffect;
import dev.slipstream.core.machine.websocket.WebSocketInput;
import dev.slipstream.core.machine.websocket.WebSocketMachine;
import dev.slipstream.core.transport.Frame;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One thread asks whether the queue has room while another one writes the last message. If the answer is no, the
 * websocket machine reports room after the last write.
 */
public final class RoomAfterDenial implements Runnable {

    private final AtomicInteger reports = new AtomicInteger();

    /** A field, because the model checker treats an object in a local variable as private to one thread. */
    private WebSocketMachine machine = opened();

    private volatile boolean isDenied;

    private WebSocketMachine opened() {
        WebSocketMachine made = new WebSocketMachine(0, OutboundQueue.HANDSHAKE, effect -> {
            if (effect instanceof WebSocketEffect.NotifyWritable) {
                reports.incrementAndGet();
            }
        });
        made.accept(0, new WebSocketInput.Opened(Map.of()));
        return made;
    }

    @Override
    public void run() {
        machine = opened();
        reports.set(0);
        isDenied = false;
        check(machine.offer(new Frame.Text("1")) == WebSocketMachine.Offer.WRITE, "the first message is accepted");
        ParallelRun.run(() -> isDenied = !machine.hasRoom(), this::write);
        write();

        check(machine.hasRoom(), "there is room when everything is written");
        check(!isDenied || reports.get() > 0, "if there was no room, later room is reported");
    }

    private void write() {
        Frame next = machine.next();
        while (next != null) {
            next = machine.written();
        }
    }
}
