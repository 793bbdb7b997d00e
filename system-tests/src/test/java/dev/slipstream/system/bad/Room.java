package dev.slipstream.system.bad;

import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.serializer.jackson.JacksonSerializer;
import dev.slipstream.transport.contract.RawConnection;
import dev.slipstream.transport.contract.RawFrame;
import dev.slipstream.transport.contract.RawServer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that misbehaves on its first connection, as a test prescribes. After that, and on all other connections, it
 * answers every request.
 */
final class Room implements RawServer.Script {

    private static final int CLOSE = 8;

    private final RawServer.Script onUpgrade;
    private final Answering answer;
    private final AtomicInteger connections = new AtomicInteger();

    /** Replaces the normal answer to the client's request in the room. */
    @FunctionalInterface
    interface Answering {

        void give(RawConnection connection, Message asked) throws IOException, InterruptedException;
    }

    private Room(RawServer.Script onUpgrade, Answering answer) {
        this.onUpgrade = onUpgrade;
        this.answer = answer;
    }

    /** A room whose first connection fails before it is open. */
    static Room refusing(RawServer.Script script) {
        return new Room(script, Room::answer);
    }

    /** A room that does not misbehave. */
    static Room normal() {
        return new Room(RawConnection::accept, Room::answer);
    }

    /** A room that misbehaves at the first request. */
    static Room answering(Answering answer) {
        return new Room(RawConnection::accept, answer);
    }

    /** Answers normally. */
    static void answer(RawConnection connection, Message asked) throws IOException {
        reply(connection, asked, "{\"status\":\"ok\",\"response\":{}}");
    }

    /** Answers with this payload. */
    static void reply(RawConnection connection, Message asked, String payload) throws IOException {
        String joinRef = asked.joinRef() == null ? "null" : "\"" + asked.joinRef() + "\"";
        connection.write(RawFrame.text(
                "[%s,\"%s\",\"%s\",\"phx_reply\",%s]".formatted(joinRef, asked.ref(), asked.topic(), payload)));
    }

    @Override
    public void serve(RawConnection connection) throws IOException, InterruptedException {
        boolean isFirst = connections.getAndIncrement() == 0;
        if (isFirst) {
            onUpgrade.serve(connection);
        } else {
            connection.accept();
        }
        while (true) {
            RawFrame frame = connection.readFrame();
            if (frame.opcode() == CLOSE) {
                connection.write(RawFrame.close(frame.payload()));
                return;
            }
            if (frame.opcode() < CLOSE) {
                take(connection, message(frame), isFirst);
            }
        }
    }

    private void take(RawConnection connection, Message message, boolean isFirst)
            throws IOException, InterruptedException {
        if (!message.event().equals("ask")) {
            answer(connection, message);
            return;
        }
        (isFirst ? answer : (Answering) Room::answer).give(connection, message);
        connection.write(RawFrame.text("[null,null,\"room:a\",\"mark\",{}]"));
    }

    private static Message message(RawFrame frame) {
        try {
            return JacksonSerializer.standard().decode(new Frame.Text(frame.text()));
        } catch (MalformedFrameException e) {
            throw new IllegalStateException("the client sent no message", e);
        }
    }
}
