package dev.slipstream;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Payload;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.serializer.SerializerProvider;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** One websocket of {@link FakeTransports}, with methods for the client and methods for the server. */
final class FakeSocket implements Transport {

    static final Serializer JSON = ServiceLoader.load(SerializerProvider.class)
            .findFirst()
            .orElseThrow()
            .serializer();

    private final FakeTransports.Server server;
    private final TransportListener listener;
    private final Queue<Message> unflushed = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<Message> taken = new LinkedBlockingQueue<>();
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final Queue<String> written = new ConcurrentLinkedQueue<>();
    final AtomicInteger flushes = new AtomicInteger();
    final AtomicInteger resumes = new AtomicInteger();
    final AtomicInteger closes = new AtomicInteger();
    volatile boolean reading = true;
    /** Whether the outbound queue is full. */
    volatile boolean full;
    /** The number of unflushed messages at which the outbound queue is full. */
    volatile int room = Integer.MAX_VALUE;
    /** How often a call of {@link #hasRoom} or {@link #send} found the outbound queue full. */
    final AtomicInteger denials = new AtomicInteger();

    volatile boolean throwsOnHasRoom;

    private volatile boolean over;

    FakeSocket(FakeTransports.Server server, TransportListener listener) {
        this.server = server;
        this.listener = listener;
    }

    // --- the client's side -------------------------------------------------------------------------------------------

    @Override
    public boolean send(Frame frame) {
        if (isFull()) {
            return false;
        }
        Message message = decoded(frame);
        log.add(message.event() + " " + message.topic());
        unflushed.add(message);
        return true;
    }

    @Override
    public boolean hasRoom() {
        if (throwsOnHasRoom) {
            throw new IllegalStateException("planned");
        }
        return !isFull() && unflushed.size() < Math.ceilDiv(room, 2);
    }

    private boolean isFull() {
        boolean isFull = full || unflushed.size() >= room;
        denials.addAndGet(isFull ? 1 : 0);
        return isFull;
    }

    @Override
    public void flush() {
        flushes.incrementAndGet();
        write();
    }

    private void write() {
        for (Message message = unflushed.poll(); message != null; message = unflushed.poll()) {
            written.add(message.event() + " " + message.topic());
            taken.add(message);
            server.took(this, message);
        }
    }

    @Override
    public void close(int code, String text) {
        write();
        closes.incrementAndGet();
        server.closing(this);
    }

    @Override
    public void resumeReading() {
        resumes.incrementAndGet();
        reading = true;
        server.resumed(this);
    }

    // --- the server's side -------------------------------------------------------------------------------------------

    void open() {
        listener.opened(Map.of());
    }

    void end(DisconnectReason reason) {
        over = true;
        listener.ended(reason);
    }

    /** Empties the outbound queue, which was full. */
    void makeRoom() {
        full = false;
        listener.writable();
    }

    /** Whether the server has ended the websocket. */
    boolean isOver() {
        return over;
    }

    /** Waits until the client has closed the connection, which happens asynchronously. */
    void awaitClosed() {
        Journal.eventually(() -> closes.get() == 1, "the connection is closed");
    }

    /** Ends TCP without a close frame. */
    void cut() {
        end(new DisconnectReason.Failed(new dev.slipstream.core.Failure.ConnectionLost("cut")));
    }

    /** Replies like Phoenix. */
    void answer(Message message) {
        switch (message.event()) {
            case "phx_join", "heartbeat" -> reply(message, "ok", "{}");
            case "phx_leave" -> {
                reply(message, "ok", "{}");
                ended(message, "phx_close");
            }
            case "ping" -> reply(message, "ok", "{\"pong\":true}");
            default -> {}
        }
    }

    void reply(Message to, String status, String response) {
        say("[" + quoted(to.joinRef()) + "," + quoted(to.ref()) + "," + quoted(to.topic())
                + ",\"phx_reply\",{\"status\":\"" + status + "\",\"response\":" + response + "}]");
    }

    void broadcast(String topic, String event, String json) {
        say("[null,null," + quoted(topic) + "," + quoted(event) + "," + json + "]");
    }

    void crash(Message join) {
        ended(join, "phx_error");
    }

    private void ended(Message of, String event) {
        String joinRef = quoted(of.joinRef());
        say("[" + joinRef + "," + joinRef + "," + quoted(of.topic()) + "," + quoted(event) + ",{}]");
    }

    void say(String frame) {
        put(frame);
        listener.readComplete();
    }

    /** Delivers a frame without a call of {@code readComplete}. Returns whether to continue reading. */
    boolean put(String frame) {
        boolean on = listener.received(new Frame.Text(frame));
        reading = on;
        return on;
    }

    void wake() {
        listener.readComplete();
    }

    /** Waits for the client's next message with this event, and skips earlier messages. */
    Message took(String event) {
        Message message = FakeTransports.polled(taken, "no " + event + " was sent");
        while (!message.event().equals(event)) {
            message = FakeTransports.polled(taken, "no " + event + " was sent");
        }
        return message;
    }

    /** The client's messages so far, as event and topic. */
    List<String> log() {
        return List.copyOf(log);
    }

    /** As {@link #log}, but without the messages that are not flushed. */
    List<String> written() {
        return List.copyOf(written);
    }

    static Payload json(Object value) {
        return JSON.encode(value);
    }

    private static String quoted(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }

    private static Message decoded(Frame frame) {
        try {
            return JSON.decode(frame);
        } catch (MalformedFrameException e) {
            throw new AssertionError("the client sent no message", e);
        }
    }
}
