package dev.slipstream.bench.peer;

import java.net.http.WebSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Queues texts for a JDK websocket, which accepts the next text only after it has sent the previous one. */
final class Outgoing {

    private final WebSocket socket;
    private final Queue<String> texts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    Outgoing(WebSocket socket) {
        this.socket = socket;
    }

    void send(String text) {
        texts.add(text);
        if (waiting.getAndIncrement() == 0) {
            sendNext();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback handles completion
    private void sendNext() {
        String text = texts.poll();
        if (text == null) {
            throw new IllegalStateException("the queue is empty although a text was counted");
        }
        socket.sendText(text, true).whenComplete((sent, error) -> {
            if (error == null && waiting.decrementAndGet() > 0) {
                sendNext();
            }
        });
    }
}
