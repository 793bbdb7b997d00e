// This file has more than 300 lines, because the effects of all faults in all states of a connection are in one place.
package dev.slipstream.simulation;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.simulation.SeededTime.Kind;
import dev.slipstream.simulation.SeededTime.Task;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One simulated websocket. Each direction has a latency and faults. */
final class Link implements Transport {

    /** The state of the websocket. */
    enum State {
        OPENING,
        OPEN,
        CLOSING,
        ENDED
    }

    /** An item in flight to the client. */
    sealed interface Down {

        record Data(Frame frame) implements Down {}

        record Ping() implements Down {}

        record Pong() implements Down {}

        /** A close frame, or the end of TCP. */
        record End(DisconnectReason reason) implements Down {}
    }

    private final int number;
    private final Handshake handshake;
    private final TransportListener listener;
    private final Network network;
    private final SeededTime time;
    private final SeededRandom random;

    private State state = State.OPENING;
    private final OutboundLink up;
    private final LinkDirection<Down> down;
    private boolean silent;
    private boolean unanswering;
    private boolean failing;
    private boolean failed;
    private boolean paused;
    private int overrun;
    private boolean uncompleted;
    /**
     * Whether the link told the client that the outbound queue has no room. The link notifies the listener when the
     * queue has room again.
     */
    private boolean denied;
    /** Whether the client has sent frames since its last flush. */
    private boolean unflushed;

    private boolean calling;
    private boolean opened;
    private @Nullable Task deadline;

    Link(
            int number,
            Handshake handshake,
            TransportListener listener,
            Network network,
            SeededTime time,
            SeededRandom random) {
        this.number = number;
        this.handshake = handshake;
        this.listener = listener;
        this.network = network;
        this.time = time;
        this.random = random;
        this.up = new OutboundLink(handshake, time, this::reach, network::latency);
        this.down = new LinkDirection<>(time, this::arrive);
    }

    int number() {
        return number;
    }

    Handshake handshake() {
        return handshake;
    }

    State state() {
        return state;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether several items are in flight to the client, so that the connection can end between two of them. */
    boolean isBursting() {
        return down.size() > 1;
    }

    // --- the handshake ----------------------------------------------------------------------------------------------

    /** Starts the deadline of the attempt. The network answers the handshake. */
    void begin() {
        Failure late = new Failure.ConnectTimedOut(handshake.connectTimeout());
        deadline = time.after(
                handshake.connectTimeout(), Kind.NETWORK, () -> end(new DisconnectReason.ConnectFailed(late)));
    }

    /** Moves the deadline beyond the connect timeout, to simulate a websocket library that misses its deadline. */
    void missDeadline() {
        time.cancel(deadline);
        Failure late = new Failure.ConnectTimedOut(handshake.connectTimeout());
        deadline = time.after(
                handshake.connectTimeout().plusSeconds(3),
                Kind.NETWORK,
                () -> end(new DisconnectReason.ConnectFailed(late)));
    }

    /**
     * Fails like a websocket library that cannot start a thread.
     *
     * @throws OutOfMemoryError always
     */
    void failToOpen() {
        die(new DisconnectReason.ConnectFailed(new Failure.Unexpected("no thread")));
        throw new OutOfMemoryError("unable to create native thread, for a test");
    }

    /** Opens the websocket: the handshake succeeded. */
    void open() {
        if (state != State.OPENING) {
            return;
        }
        time.cancel(deadline);
        state = State.OPEN;
        opened = true;
        network.opened(this);
        call(() -> listener.opened(headers()));
    }

    /** Ends the attempt: the handshake failed. */
    void refuse(Failure failure) {
        if (state == State.OPENING) {
            end(new DisconnectReason.ConnectFailed(failure));
        }
    }

    private static Map<String, List<String>> headers() {
        return Collections.singletonMap("server", List.of("simulation"));
    }

    // --- what the client's connection process calls -----------------------------------------------------------------

    @Override
    public boolean send(Frame frame) {
        network.letOthersRun();
        failIfAsked();
        if (!opened) {
            network.misused("sent " + frame + " before connection " + number + " was open");
        }
        if (state != State.OPEN) {
            return true; // a transport that is not open drops frames without a report
        }
        boolean room = up.hasRoom(frame);
        network.sent(number, frame, room);
        if (room) {
            up.add(frame);
            unflushed = true;
            if (random.oneIn(4)) {
                write();
            }
        }
        denied |= !room;
        return room;
    }

    @Override
    public boolean hasRoom() {
        network.letOthersRun();
        failIfAsked();
        boolean room = state != State.OPEN || up.isLessThanHalfFull();
        if (!room) {
            denied = true;
            network.saw(new NetworkEvent.RoomDenied(number));
        }
        return room;
    }

    @Override
    public int queuedFrames() {
        return up.size();
    }

    @Override
    public void flush() {
        network.letOthersRun();
        failIfAsked();
        if (state == State.OPEN) {
            if (unflushed) {
                unflushed = false;
                network.saw(new NetworkEvent.Flushed(number));
            }
            write();
        }
    }

    @Override
    public void close(int code, String text) {
        network.letOthersRun();
        failIfAsked();
        switch (state) {
            case OPENING -> {
                network.saw(new NetworkEvent.Closing(number, code));
                state = State.CLOSING;
                time.cancel(deadline);
                later(() -> end(new DisconnectReason.Requested()));
            }
            case OPEN -> {
                network.saw(new NetworkEvent.Closing(number, code));
                write();
                state = State.CLOSING;
                deadline =
                        time.after(handshake.closeTimeout(), Kind.NETWORK, () -> end(new DisconnectReason.Requested()));
                if (unanswering) {
                    network.struck(Fault.CLOSE_UNANSWERED, this);
                } else if (!silent) {
                    up.close(code);
                }
                resume();
            }
            case CLOSING, ENDED -> {}
        }
    }

    @Override
    public void resumeReading() {
        network.letOthersRun();
        failIfAsked();
        if (paused && state == State.OPEN) {
            network.saw(new NetworkEvent.Resumed(number));
        }
        resume();
    }

    private void resume() {
        if (paused) {
            paused = false;
            down.resume();
        }
    }

    private void failIfAsked() {
        if (failed) {
            network.misused("connection " + number + " was called after it had thrown");
        }
        if (failing && state != State.ENDED) {
            failed = true;
            network.struck(Fault.TRANSPORT_THREW, this);
            die(new DisconnectReason.Failed(new Failure.Unexpected("the library is dead")));
            if (random.oneIn(2)) {
                throw new NoClassDefFoundError("of the library, for a test");
            }
            throw new IllegalStateException("the library is dead, for a test");
        }
    }

    /** Ends the websocket without calling the listener, because the caller receives an exception instead. */
    private void die(DisconnectReason reason) {
        network.gone(this);
        over();
        network.saw(new NetworkEvent.Ended(number, reason));
    }

    private void write() {
        up.write();
        if (denied && up.isAtMostQuarterFull()) {
            denied = false;
            later(this::reportRoom);
        }
        if (random.oneIn(8) && up.run()) {
            network.answeredDuringCall();
        }
    }

    private void reportRoom() {
        if (calling) {
            later(this::reportRoom);
        } else if (state == State.OPEN) {
            network.saw(new NetworkEvent.RoomReported(number));
            call(listener::writable);
        }
    }

    // --- what the network does --------------------------------------------------------------------------------------

    /** Sends the client a frame. */
    void sendDown(Frame frame) {
        if (state != State.ENDED && !silent) {
            down.add(new Down.Data(frame), network.latency());
        }
    }

    void pingDown() {
        if (state != State.ENDED && !silent) {
            down.add(new Down.Ping(), network.latency());
        }
    }

    void pongDown() {
        if (state != State.ENDED && !silent) {
            down.add(new Down.Pong(), network.latency());
        }
    }

    /** Ends the connection from the server's side, after the frames in flight. */
    void endDown(DisconnectReason reason) {
        if (state != State.ENDED && !silent) {
            down.add(new Down.End(reason), network.latency());
        }
    }

    /** Ends the connection at once. Frames in flight are lost. */
    void cut(DisconnectReason reason) {
        if (state != State.ENDED) {
            network.gone(this);
            end(state == State.CLOSING ? new DisconnectReason.Requested() : reason);
        }
    }

    /** Keeps only the first frames in flight to the client, and ends the connection after these frames. */
    void cutInBurst(DisconnectReason reason) {
        down.keep(1 + random.below(down.size() - 1));
        network.gone(this);
        endDown(reason);
    }

    /** Drops all frames in both directions. */
    void fallSilent() {
        silent = true;
        up.stop();
        down.clear();
    }

    /** Holds back all frames to the server for this span. */
    void holdUp(Duration span) {
        up.holdUntil(time.now().plus(span));
    }

    /** Holds back all frames to the client for this span. */
    void holdDown(Duration span) {
        down.holdUntil(time.now().plus(span));
    }

    /** Makes the server ignore the client's close frame. */
    void leaveCloseUnanswered() {
        unanswering = true;
    }

    /** Makes the next call of the transport throw. Any later call fails the test. */
    void failNextCall() {
        failing = true;
    }

    private void reach(OutboundLink.Up item) {
        switch (item) {
            case OutboundLink.Up.Data(Frame frame) -> network.reached(number, frame);
            case OutboundLink.Up.Close(int code) ->
                network.server().accept(new PhoenixInput.CloseReceived(number, code));
        }
        if (state == State.OPEN) {
            write();
        }
    }

    private boolean arrive(Down item) {
        if (calling) {
            return false;
        }
        if (paused && state == State.OPEN && overrun-- <= 0) {
            complete();
            return false;
        }
        switch (item) {
            case Down.Data(Frame frame) -> {
                call(() -> receive(frame));
                if (down.isIdle()) {
                    complete();
                }
            }
            case Down.Ping() -> call(listener::pinged);
            case Down.Pong() -> call(listener::ponged);
            case Down.End(DisconnectReason reason) ->
                end(state == State.CLOSING ? new DisconnectReason.Requested() : reason);
        }
        return true;
    }

    private void receive(Frame frame) {
        uncompleted = true;
        network.arrived(number, frame);
        boolean continues = listener.received(frame);
        if (!continues && !paused) {
            if (state == State.OPEN) { // in other states resumeReading() does not record Resumed
                network.saw(new NetworkEvent.Paused(number));
            }
            paused = true;
            overrun = random.below(3); // the library has already read this many messages, and still delivers them
        }
    }

    private void complete() {
        if (uncompleted) {
            uncompleted = false;
            call(listener::readComplete);
        }
    }

    private void end(DisconnectReason reason) {
        if (state == State.ENDED) {
            return;
        }
        if (calling) {
            later(() -> end(reason));
            return;
        }
        complete();
        over();
        if (!silent) {
            network.gone(this);
        }
        network.saw(new NetworkEvent.Ended(number, reason));
        call(() -> listener.ended(reason));
    }

    private void over() {
        state = State.ENDED;
        time.cancel(deadline);
        up.clear();
        down.clear();
        network.over(this);
    }

    /** Calls the listener. No other call of the listener can start until this call returns. */
    private void call(Runnable listenerCall) {
        calling = true;
        try {
            listenerCall.run();
        } finally {
            calling = false;
            down.resume();
        }
    }

    private void later(Runnable run) {
        time.after(network.latency(), Kind.NETWORK, run);
    }
}
