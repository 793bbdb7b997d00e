package dev.slipstream.examples.guide;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Socket;
import java.util.List;

/** Answers each stroke with a gray copy of it, and asks the server to save the drawing. */
final class Drawing implements SlipstreamClient {

    /** A point of a line. */
    record Point(double x, double y) {}

    /** A line in one color. */
    record Stroke(String color, List<Point> points) {}

    @Override
    public Socket handleMessage(String topic, String event, Payload payload, Socket socket) {
        Stroke line = payload.as(Stroke.class);
        return socket.push(topic, "seen", new Stroke("gray", line.points())).push(topic, "save");
    }
}
