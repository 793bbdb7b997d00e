// Longer than 300 lines: a fault may meet a link in each of its states, and these stand together.
package dev.slipstream.testkit.simulation;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import dev.slipstream.testkit.simulation.VirtualTime.Kind;
import dev.slipstream.testkit.simulation.VirtualTime.Task;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One simulated websocket: two ways for frames with a latency each, which something may happen to.
 *
 * <p>In one file, for what may happen meets here: a state, the calls of the port, what the network does, what arrives.
 */
final class Link implements Transport {

    /** Where a link stands. */
    enum State {
        OPENING,
        OPEN,
        CLOSING,
        ENDED
    }

    /** What is on its way to the client. */
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
    private final VirtualTime time;
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
    private boolean telling;
    private boolean opened;
    private @Nullable Task deadline;

    Link(
            int number,
            Handshake handshake,
            TransportListener listener,
            Network network,
            VirtualTime time,
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

    /** Whether frames are on their way to the client, of which a cut in the middle would leave some. */
    boolean isBursting() {
        return down.size() > 1;
    }

    // --- the handshake ----------------------------------------------------------------------------------------------

    /** Gives the attempt its deadline; the network does the rest. */
    void begin() {
        Failure late = new Failure.ConnectTimedOut(handshake.connectTimeout());
        deadline = time.after(
                handshake.connectTimeout(), Kind.NETWORK, () -> end(new DisconnectReason.ConnectFailed(late)));
    }

    /** Lets the attempt take longer than a library may. */
    void missDeadline() {
        time.cancel(deadline);
        Failure late = new Failure.ConnectTimedOut(handshake.connectTimeout());
        deadline = time.after(
                handshake.connectTimeout().plusSeconds(3),
                Kind.NETWORK,
                () -> end(new DisconnectReason.ConnectFailed(late)));
    }

    /**
     * Throws instead of opening.
     *
     * @throws OutOfMemoryError in any case
     */
    void failToOpen() {
        die(new DisconnectReason.ConnectFailed(new Failure.Unexpected("no thread")));
        throw new OutOfMemoryError("unable to create native thread, for a test");
    }

    /** The handshake was answered well. */
    void open() {
        if (state != State.OPENING) {
            return;
        }
        time.cancel(deadline);
        state = State.OPEN;
        opened = true;
        network.opened(this);
        tell(() -> listener.opened(headers()));
    }

    /** The handshake failed. */
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
            return true; // nobody will know
        }
        boolean room = up.hasRoom(frame);
        network.sent(number, frame, room);
        if (room) {
            up.add(frame);
            if (random.oneIn(4)) {
                write();
            }
        }
        return room;
    }

    @Override
    public void flush() {
        network.letOthersRun();
        failIfAsked();
        if (state == State.OPEN) {
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
            network.misused("connection " + number + " was asked for more after it had thrown");
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

    /** Ends without a call of the listener: whoever called finds out. */
    private void die(DisconnectReason reason) {
        network.gone(this);
        over();
        network.saw(new NetworkEvent.Ended(number, reason));
    }

    private void write() {
        up.write();
        if (random.oneIn(8) && up.run()) {
            network.answersInside();
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

    /** The server's side ends, behind what is on its way. */
    void endDown(DisconnectReason reason) {
        if (state != State.ENDED && !silent) {
            down.add(new Down.End(reason), network.latency());
        }
    }

    /** Ends now; what is on its way is lost. */
    void cut(DisconnectReason reason) {
        if (state != State.ENDED) {
            network.gone(this);
            end(state == State.CLOSING ? new DisconnectReason.Requested() : reason);
        }
    }

    /** Ends in the middle of what is on its way to the client. */
    void cutInBurst(DisconnectReason reason) {
        down.keep(1 + random.below(down.size() - 1));
        network.gone(this);
        endDown(reason);
    }

    /** Lets nothing pass any more. */
    void fallSilent() {
        silent = true;
        up.stop();
        down.clear();
    }

    /** Lets nothing reach the server for a while. */
    void holdUp(Duration span) {
        up.holdUntil(time.now().plus(span));
    }

    /** Lets nothing reach the client for a while. */
    void holdDown(Duration span) {
        down.holdUntil(time.now().plus(span));
    }

    /** The server does not answer when the client closes. */
    void leaveCloseUnanswered() {
        unanswering = true;
    }

    /** The next call of the client's connection throws, and is the last one that means anything. */
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
        if (telling) {
            return false;
        }
        if (paused && state == State.OPEN && overrun-- <= 0) {
            complete();
            return false;
        }
        switch (item) {
            case Down.Data(Frame frame) -> {
                tell(() -> receive(frame));
                if (down.isIdle()) {
                    complete();
                }
            }
            case Down.Ping() -> tell(listener::pinged);
            case Down.Pong() -> tell(listener::ponged);
            case Down.End(DisconnectReason reason) ->
                end(state == State.CLOSING ? new DisconnectReason.Requested() : reason);
        }
        return true;
    }

    private void receive(Frame frame) {
        uncompleted = true;
        network.arrived(number, frame);
        boolean goesOn = listener.received(frame);
        if (!goesOn && !paused) {
            if (state == State.OPEN) { // as where it goes on
                network.saw(new NetworkEvent.Paused(number));
            }
            paused = true;
            overrun = random.below(3); // what the library holds already
        }
    }

    private void complete() {
        if (uncompleted) {
            uncompleted = false;
            tell(listener::readComplete);
        }
    }

    private void end(DisconnectReason reason) {
        if (state == State.ENDED) {
            return;
        }
        if (telling) {
            later(() -> end(reason));
            return;
        }
        complete();
        over();
        if (!silent) {
            network.gone(this);
        }
        network.saw(new NetworkEvent.Ended(number, reason));
        tell(() -> listener.ended(reason));
    }

    private void over() {
        state = State.ENDED;
        time.cancel(deadline);
        up.clear();
        down.clear();
        network.over(this);
    }

    /** Calls the listener, unless it is being called: calls of it come one at a time. */
    private void tell(Runnable call) {
        telling = true;
        try {
            call.run();
        } finally {
            telling = false;
            down.resume();
        }
    }

    private void later(Runnable run) {
        time.after(network.latency(), Kind.NETWORK, run);
    }
}
