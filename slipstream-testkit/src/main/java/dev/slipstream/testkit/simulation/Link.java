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
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One simulated websocket: two queues of frames with a latency each, which something may happen to. */
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

        /** A close frame, or the end of TCP. */
        record End(DisconnectReason reason) implements Down {}
    }

    /** What is on its way to the server. */
    sealed interface Up {

        record Data(Frame frame) implements Up {}

        record Close(int code) implements Up {}
    }

    /** How many frames are on the wire or in buffers of the system before writes wait. */
    private static final int WINDOW = 8;

    private final int number;
    private final Handshake handshake;
    private final TransportListener listener;
    private final Network network;
    private final VirtualTime time;
    private final Dice dice;

    private State state = State.OPENING;
    private final Deque<Frame> outbound = new ArrayDeque<>();
    private int outboundBytes;
    private final Lane<Up> up;
    private final Lane<Down> down;
    private boolean silent;
    private boolean paused;
    private int overrun;
    private boolean uncompleted;
    private boolean telling;
    private boolean opened;
    private @Nullable Task deadline;

    Link(int number, Handshake handshake, TransportListener listener, Network network, VirtualTime time, Dice dice) {
        this.number = number;
        this.handshake = handshake;
        this.listener = listener;
        this.network = network;
        this.time = time;
        this.dice = dice;
        this.up = new Lane<>(time, item -> {
            reach(item);
            return true;
        });
        this.down = new Lane<>(time, this::arrive);
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

    /** The handshake was answered well. */
    void open() {
        if (state != State.OPENING) {
            return;
        }
        time.cancel(deadline);
        state = State.OPEN;
        opened = true;
        network.saw(new Moment.Opened(number));
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
        if (!opened) {
            network.misused("sent " + frame + " before connection " + number + " was open");
        }
        if (state != State.OPEN) {
            return true; // nobody will know
        }
        boolean room = outbound.size() < handshake.maxOutboundFrames()
                && outboundBytes + frame.weight() <= handshake.maxOutboundBytes();
        network.sent(number, frame, room);
        if (room) {
            outbound.add(frame);
            outboundBytes += frame.weight();
            if (dice.oneIn(4)) {
                write();
            }
        }
        return room;
    }

    @Override
    public void flush() {
        network.letOthersRun();
        if (state == State.OPEN) {
            write();
        }
    }

    @Override
    public void close(int code, String text) {
        network.letOthersRun();
        switch (state) {
            case OPENING -> {
                network.saw(new Moment.Closing(number, code));
                state = State.CLOSING;
                time.cancel(deadline);
                later(() -> end(new DisconnectReason.Requested()));
            }
            case OPEN -> {
                network.saw(new Moment.Closing(number, code));
                write();
                state = State.CLOSING;
                deadline =
                        time.after(handshake.closeTimeout(), Kind.NETWORK, () -> end(new DisconnectReason.Requested()));
                if (!silent) {
                    up.add(new Up.Close(code), network.latency());
                }
                resume();
            }
            case CLOSING, ENDED -> {}
        }
    }

    @Override
    public void resumeReading() {
        network.letOthersRun();
        resume();
    }

    private void resume() {
        if (paused) {
            paused = false;
            down.resume();
        }
    }

    private void write() {
        while (!outbound.isEmpty() && up.size() < WINDOW) {
            Frame frame = outbound.remove();
            outboundBytes -= frame.weight();
            up.add(new Up.Data(frame), network.latency());
        }
        if (dice.oneIn(8)) {
            up.run();
        }
    }

    // --- what the network does --------------------------------------------------------------------------------------

    /** Sends the client a frame. */
    void sendDown(Frame frame) {
        if (state != State.ENDED && !silent) {
            down.add(new Down.Data(frame), network.latency());
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
        down.keep(1 + dice.below(down.size() - 1));
        network.gone(this);
        endDown(reason);
    }

    /** Lets nothing pass any more. */
    void fallSilent() {
        silent = true;
        up.stop();
        down.clear();
    }

    /** Lets nothing pass for a while, in one direction or both. */
    void hold(Duration span, boolean alsoDown) {
        up.holdUntil(time.now().plus(span));
        if (alsoDown) {
            down.holdUntil(time.now().plus(span));
        }
    }

    private void reach(Up item) {
        switch (item) {
            case Up.Data(Frame frame) -> network.reached(number, frame);
            case Up.Close(int code) -> network.server().accept(new PhoenixInput.CloseReceived(number, code));
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
            network.saw(new Moment.Paused(number));
            paused = true;
            overrun = dice.below(3); // what the library holds already
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
        state = State.ENDED;
        time.cancel(deadline);
        up.clear();
        down.clear();
        outbound.clear();
        if (!silent) {
            network.gone(this);
        }
        network.saw(new Moment.Ended(number, reason));
        tell(() -> listener.ended(reason));
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
