// This file has more than 300 lines, because a test compares the table in its Javadoc with all its code.
package dev.slipstream.core.machine.websocket;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one websocket, from its handshake to its end. It works with any websocket library.
 *
 * <p>A cell of the table lists the effects of an input, and then the next phase if the phase changes. {@code -} means
 * no effect, but the input may set a deadline. Rows in lower case are the methods for messages; their cells also list
 * the result. {@code Write} and {@code Deliver} mean that the caller writes or delivers a message. Before each input,
 * one message was offered. Once the websocket is open, this message is being written. In the row ReadingResumed,
 * reading was paused and one message is held. In the row more, a second message was offered. In the column ENDED, a
 * close frame of the server has ended the websocket.
 *
 * <pre>
 * input           OPENING                              OPEN                        CLOSING                ENDED
 * Opened          NotifyOpened WriteFrames Write OPEN  -                           -                      -
 * OpeningFailed   Cut NotifyEnded ENDED                -                           -                      -
 * Pinged          -                                    NotifyPinged                -                      -
 * Ponged          -                                    NotifyPonged                -                      -
 * CloseReceived   -                                    NotifyEnded ENDED           NotifyEnded ENDED      -
 * ProtocolBroken  Cut NotifyEnded ENDED                NotifyEnded ENDED           Cut NotifyEnded ENDED  -
 * Failed          Cut NotifyEnded ENDED                Cut NotifyEnded ENDED       Cut NotifyEnded ENDED  -
 * WriteFailed     -                                    -                           -                      -
 * ReadingPaused   -                                    ReadOff                     -                      -
 * ReadingResumed  -                                    DeliverHeld Deliver ReadOn  -                      -
 * CloseRequested  Cut NotifyEnded ENDED                WriteFrames CLOSING         -                      -
 * TimePassed      Cut NotifyEnded ENDED                -                           Cut NotifyEnded ENDED  Cut
 * offer           QUEUED                               QUEUED                      DROPPED                DROPPED
 * next            -                                    -                           -                      -
 * more            -                                    Write                       -                      -
 * written         -                                    -                           WriteClose             -
 * received        -                                    Deliver                     -                      -
 * </pre>
 *
 * <p>{@link WebSocketEffect.NotifyEnded} is emitted once. A deadline limits the phases OPENING and CLOSING. The first
 * event that ends the websocket decides the reason. In CLOSING a failure does not change the reason, because the client
 * requested the end.
 *
 * <p>Messages are not effects. One thread may call {@link #offer} and {@link #hasRoom}, and another thread may call
 * {@link #textPart}, {@link #binaryPart} and {@link #partFailure}. Any thread may call {@link #queuedFrames}. Only the
 * owner of the machine calls the other methods.
 */
public final class WebSocketMachine {

    /**
     * The delay between the end of the websocket and {@link WebSocketEffect.Cut}. During the delay, the library can
     * answer a close frame and the server can close TCP. The delay is short, because threads of the library live until
     * the cut. After a failed write, the machine waits equally long for a close frame.
     */
    private static final long LINGER_NANOS = 250_000_000;

    /** A time later than any deadline. */
    public static final long NEVER = Long.MAX_VALUE;

    /** The code that libraries report if TCP ended without a close frame. */
    private static final int NO_CLOSE_FRAME = 1006;

    private static final int NOT_UTF_8 = 1007;
    private static final int TOO_LARGE = 1009;

    /** The phases of a websocket. */
    public enum Phase {
        /** The library connects. */
        OPENING,
        /** Messages are sent and received. */
        OPEN,
        /**
         * The client closes. The accepted messages are written, then the close frame. Received messages are dropped.
         */
        CLOSING,
        /** The websocket has ended, and the listener knows the reason. Later calls of the library are ignored. */
        ENDED
    }

    /** The answers to an offered message. */
    public enum Offer {
        /** No other message waits. If the websocket is open, {@link WebSocketMachine#next} returns this message. */
        WRITE,
        /** Other messages wait. {@link WebSocketMachine#written} returns this message after the others. */
        QUEUED,
        /** A bound is reached. */
        REFUSED,
        /** The websocket is closing or has ended. */
        DROPPED
    }

    private final long connectTimeout;
    private final long closeTimeout;
    private final int maxMessageBytes;
    private final WriteQueue queue;
    private final Consumer<? super WebSocketEffect> effects;
    /** The messages that arrived while reading was paused; null if there are none, as in most websockets. */
    private @Nullable HeldFrames held;
    /** Joins the parts of messages; null until the first message that is not a short text in one part. */
    private @Nullable MessageAssembly assembly;

    private Phase phase = Phase.OPENING;
    private long deadline;
    private int writingFrames;
    private long writingBytes;
    private boolean isCloseWritten;
    private boolean isPaused;
    private boolean isReadOff;
    private @Nullable Failure writeFailure;
    private WebSocketEffect.@Nullable WriteClose closeFrame;

    /**
     * Makes the machine of one websocket that is opening.
     *
     * @param now the time, in nanoseconds of a clock that never goes back
     * @param effects receives the effects of each step, in order
     */
    public WebSocketMachine(long now, Handshake handshake, Consumer<? super WebSocketEffect> effects) {
        this.connectTimeout = handshake.connectTimeout().toNanos();
        this.closeTimeout = handshake.closeTimeout().toNanos();
        this.maxMessageBytes = handshake.maxMessageBytes();
        this.queue = new WriteQueue(handshake.maxOutboundFrames(), handshake.maxOutboundBytes());
        this.effects = effects;
        this.deadline = now + connectTimeout;
    }

    /**
     * Takes one input.
     *
     * @param now the time, which is never less than in the previous call
     */
    public void accept(long now, WebSocketInput input) {
        switch (input) {
            case WebSocketInput.Opened opened -> opened(opened);
            case WebSocketInput.OpeningFailed(var failure) when phase == Phase.OPENING -> fail(failure);
            case WebSocketInput.OpeningFailed late -> {}
            case WebSocketInput.Pinged() -> notifyIfOpen(new WebSocketEffect.NotifyPinged());
            case WebSocketInput.Ponged() -> notifyIfOpen(new WebSocketEffect.NotifyPonged());
            case WebSocketInput.CloseReceived(var code, var text) -> closeReceived(now, code, text);
            case WebSocketInput.ProtocolBroken(var code, var detail) -> protocolBroken(now, code, detail);
            case WebSocketInput.Failed(var failure) -> fail(failure);
            case WebSocketInput.WriteFailed(var failure) -> writeFailed(now, failure);
            case WebSocketInput.ReadingPaused() -> pauseReading();
            case WebSocketInput.ReadingResumed() -> resumeReading();
            case WebSocketInput.CloseRequested(var code, var text) -> close(now, code, text);
            case WebSocketInput.TimePassed() -> timePassed(now);
        }
    }

    /** The time at which {@link WebSocketInput.TimePassed} is due; {@link #NEVER} if there is no deadline. */
    public long nextDeadlineNanos() {
        return deadline;
    }

    public Phase phase() {
        return phase;
    }

    /**
     * Whether {@link WebSocketEffect.Cut} was emitted after the end. If the library opens the websocket after
     * that, the caller must cut it again.
     */
    public boolean isCut() {
        return phase == Phase.ENDED && deadline == NEVER;
    }

    // --- writing ----------------------------------------------------------------------------------------------------

    /** Accepts a message to write, unless a bound is reached. */
    public Offer offer(Frame frame) {
        return queue.offer(frame);
    }

    /**
     * Whether the queue of messages to write is less than half full. If not, {@link #written} later emits
     * {@link WebSocketEffect.NotifyWritable}.
     */
    public boolean hasRoom() {
        return queue.hasRoom();
    }

    /** The number of accepted messages that are not written yet. Any thread may call this method. */
    public int queuedFrames() {
        return queue.frames();
    }

    /** Returns the message to write now; null if no message waits, or another message is being written. */
    public @Nullable Frame next() {
        return isOpen() && writingFrames == 0 ? nextOrClose() : null;
    }

    /** Returns one more message to write with those being written; null if none waits, or none is being written. */
    public @Nullable Frame more() {
        return isOpen() && writingFrames > 0 ? take() : null;
    }

    private boolean isOpen() {
        return phase == Phase.OPEN || phase == Phase.CLOSING;
    }

    /**
     * Notes that all messages returned by {@link #next}, {@link #more} and this method are written. Returns the next
     * message to write; null if none waits.
     */
    public @Nullable Frame written() {
        if (phase == Phase.ENDED || writingFrames == 0) {
            return null;
        }
        boolean isRoomToReport = queue.written(writingFrames, writingBytes);
        writingFrames = 0;
        writingBytes = 0;
        Frame next = nextOrClose();
        if (isRoomToReport) {
            notifyIfOpen(new WebSocketEffect.NotifyWritable());
        }
        return next;
    }

    private @Nullable Frame nextOrClose() {
        Frame next = take();
        if (next == null && isOpen() && closeFrame != null && !isCloseWritten) {
            isCloseWritten = true; // nothing follows the close frame
            effects.accept(closeFrame);
        }
        return next;
    }

    private @Nullable Frame take() {
        Frame frame = queue.poll();
        if (frame != null) {
            writingFrames++;
            writingBytes += frame.weight();
            if (frame instanceof Frame.Text(String text) && hasLoneSurrogate(text)) {
                fail(new Failure.Unexpected("a text to send has a lone surrogate, which UTF-8 cannot represent"));
                return null;
            }
        }
        return frame;
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.charCount(text.codePointAt(i)) == 1) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    // --- reading ----------------------------------------------------------------------------------------------------

    /**
     * Adds a part of a text. The library has already refused invalid UTF-8.
     *
     * @return the whole message if this is the last part and the message is within the bound, else null
     */
    public @Nullable Frame textPart(CharSequence part, boolean last) {
        return last && assembly == null && MessageAssembly.fits(part, maxMessageBytes)
                ? new Frame.Text(part.toString())
                : assembly().text(part, last);
    }

    /** Like {@link #textPart}, but for a binary message. */
    public @Nullable Frame binaryPart(ByteBuffer part, boolean last) {
        return assembly().binary(part, last);
    }

    /**
     * Returns the failure if a message was too large, otherwise null. The caller must end the websocket with this
     * failure.
     */
    public @Nullable Failure partFailure() {
        return assembly == null ? null : assembly.failure();
    }

    private MessageAssembly assembly() {
        MessageAssembly made = assembly == null ? new MessageAssembly(maxMessageBytes) : assembly;
        assembly = made;
        return made;
    }

    /** Takes a whole message. Returns whether to deliver it now; otherwise the message is held or dropped. */
    public boolean received(Frame frame) {
        if (phase != Phase.OPEN || !isPaused) {
            return phase == Phase.OPEN;
        }
        HeldFrames frames = held == null ? new HeldFrames(maxMessageBytes) : held;
        held = frames;
        if (!frames.add(frame)) {
            fail(new Failure.SlowConsumer(frames.size() + " messages came while reading was paused"));
        }
        return false;
    }

    /** Returns the next held message to deliver; null if there is none, or reading is paused. */
    public @Nullable Frame held() {
        Frame next = isPaused || held == null ? null : held.poll();
        if (next == null && !isPaused) {
            held = null;
            readOn();
        }
        return next;
    }

    private void pauseReading() {
        if (phase == Phase.OPEN && !isPaused) {
            isPaused = true;
            if (!isReadOff) {
                isReadOff = true;
                effects.accept(new WebSocketEffect.ReadOff());
            }
        }
    }

    private void resumeReading() {
        if (isPaused) {
            isPaused = false;
            effects.accept(new WebSocketEffect.DeliverHeld());
        }
    }

    private void readOn() {
        if (isReadOff) {
            isReadOff = false;
            effects.accept(new WebSocketEffect.ReadOn());
        }
    }

    // --- phases -----------------------------------------------------------------------------------------------------

    private void opened(WebSocketInput.Opened opened) {
        if (phase == Phase.OPENING) {
            phase = Phase.OPEN;
            deadline = NEVER;
            effects.accept(new WebSocketEffect.NotifyOpened(opened.headers()));
            effects.accept(new WebSocketEffect.WriteFrames());
        }
    }

    private void notifyIfOpen(WebSocketEffect notification) {
        if (phase == Phase.OPEN) {
            effects.accept(notification);
        }
    }

    private void close(long now, int code, String text) {
        switch (phase) {
            case OPENING -> end(new DisconnectReason.Requested());
            case OPEN -> {
                phase = Phase.CLOSING;
                queue.close();
                closeFrame = new WebSocketEffect.WriteClose(code, text);
                deadline = Math.min(deadline, now + closeTimeout);
                isPaused = false;
                held = null;
                readOn(); // because the server's close frame comes after the unread messages
                effects.accept(new WebSocketEffect.WriteFrames());
            }
            case CLOSING, ENDED -> {}
        }
    }

    private void closeReceived(long now, int code, String text) {
        if (code == NO_CLOSE_FRAME) {
            finish(NEVER, reason(new Failure.ConnectionLost("TCP ended without a close frame")));
        } else if (phase == Phase.OPEN) {
            finish(now + LINGER_NANOS, new DisconnectReason.Closed(code, text));
        } else if (phase == Phase.CLOSING) {
            finish(now + LINGER_NANOS, new DisconnectReason.Requested());
        }
    }

    private void protocolBroken(long now, int code, String detail) {
        Failure failure = code == TOO_LARGE
                ? new Failure.MessageTooLarge(maxMessageBytes)
                : new Failure.ProtocolViolated(code, detail.isEmpty() ? usualViolation(code) : detail);
        finish(phase == Phase.OPEN ? now + LINGER_NANOS : NEVER, reason(failure));
    }

    private static String usualViolation(int code) {
        return code == NOT_UTF_8 ? "a text is not UTF-8" : "a frame breaks the rules of RFC 6455";
    }

    private void writeFailed(long now, Failure failure) {
        if (phase == Phase.OPEN || phase == Phase.CLOSING) {
            writeFailure = failure;
            deadline = Math.min(deadline, now + LINGER_NANOS);
        }
    }

    private void timePassed(long now) {
        if (now < deadline) {
            return;
        }
        deadline = NEVER;
        switch (phase) {
            case OPENING -> fail(new Failure.ConnectTimedOut(Duration.ofNanos(connectTimeout)));
            case OPEN -> fail(Objects.requireNonNull(writeFailure));
            case CLOSING -> end(new DisconnectReason.Requested());
            case ENDED -> effects.accept(new WebSocketEffect.Cut());
        }
    }

    // --- the end ----------------------------------------------------------------------------------------------------

    /**
     * Returns the reason to report if this failure ends the websocket. In CLOSING the reason is never the failure,
     * because the client requested the end.
     */
    private DisconnectReason reason(Failure failure) {
        return switch (phase) {
            case OPENING -> new DisconnectReason.ConnectFailed(failure);
            case OPEN -> new DisconnectReason.Failed(failure);
            case CLOSING, ENDED -> new DisconnectReason.Requested();
        };
    }

    private void fail(Failure failure) {
        end(reason(failure));
    }

    /** Ends the websocket at once, and drops the held messages. */
    private void end(DisconnectReason reason) {
        held = null;
        finish(NEVER, reason);
    }

    /** Ends the websocket unless it has ended. Delivers held messages first: they arrived before the end. */
    private void finish(long cutAt, DisconnectReason reason) {
        if (phase == Phase.ENDED) {
            return;
        }
        phase = Phase.ENDED;
        deadline = cutAt;
        isPaused = false;
        isReadOff = false;
        writeFailure = null;
        closeFrame = null;
        queue.close();
        queue.clear();
        if (held != null && held.size() > 0) {
            effects.accept(new WebSocketEffect.DeliverHeld());
        }
        if (cutAt == NEVER) {
            effects.accept(new WebSocketEffect.Cut());
        }
        effects.accept(new WebSocketEffect.NotifyEnded(reason));
    }

    /** Shows the whole state. Of messages it shows only number and size, because messages may hold secrets. */
    @Override
    public String toString() {
        return "WebSocketMachine[" + phase + ", deadline=" + (deadline == NEVER ? "none" : Duration.ofNanos(deadline))
                + ", writing=[" + writingFrames + " frames, " + writingBytes + " bytes], closeWritten=" + isCloseWritten
                + ", queue=[" + queue
                + "], assembly=[" + (assembly == null ? "0 bytes" : assembly) + "], paused=" + isPaused + ", readOff="
                + isReadOff + ", held=["
                + (held == null ? "0 frames, 0 bytes" : held)
                + "], writeFailure=" + writeFailure + ", closeFrame=" + closeFrame + ", connectTimeout="
                + Duration.ofNanos(connectTimeout) + ", closeTimeout=" + Duration.ofNanos(closeTimeout)
                + ", maxMessageBytes="
                + maxMessageBytes + "]";
    }
}
