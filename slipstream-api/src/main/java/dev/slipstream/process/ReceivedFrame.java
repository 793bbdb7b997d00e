package dev.slipstream.process;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Telemetry.DropReason;
import dev.slipstream.core.machine.connection.ConnectionInput;
import dev.slipstream.core.serializer.FrameLimitExceededException;
import dev.slipstream.core.serializer.MalformedFrameException;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.Frame;

/**
 * Decodes a frame of the server into an input of the connection's state machine. A frame that the serializer cannot
 * decode becomes an input, too.
 */
final class ReceivedFrame {

    private ReceivedFrame() {}

    static ConnectionInput decoded(Frame frame, Serializer serializer, Connection connection, ConnectionOwner owner) {
        try {
            return new ConnectionInput.Received(serializer.decode(frame));
        } catch (FrameLimitExceededException e) {
            return new ConnectionInput.OverLimit();
        } catch (MalformedFrameException e) {
            return new ConnectionInput.FrameMalformed(DropReason.MALFORMED, String.valueOf(e.getMessage()));
        } catch (StackOverflowError | OutOfMemoryError e) {
            // The JVM ran out of memory or stack. The frame is lost, and only this line shows why.
            owner.log(
                    System.Logger.Level.WARNING,
                    connection,
                    "the serializer threw in decode, and the frame is dropped",
                    e);
            return new ConnectionInput.OverLimit();
        } catch (Throwable e) {
            owner.log(
                    System.Logger.Level.WARNING,
                    connection,
                    "the serializer threw in decode, and the frame is dropped; decode must throw"
                            + " MalformedFrameException for a frame that is not a message",
                    e);
            return new ConnectionInput.FrameMalformed(
                    DropReason.DECODE_FAILED,
                    "the serializer threw " + e.getClass().getName());
        }
    }
}
