package dev.slipstream.system.concurrency;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.core.machine.websocket.WebSocketInput;
import dev.slipstream.core.machine.websocket.WebSocketMachine;
import dev.slipstream.core.machine.websocket.WebSocketMachine.Offer;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Messages are offered by one thread while another one writes: each is written once and in order, what is written makes
 * room again, and a message that the writer did not see is one to write now.
 */
public final class OutboundQueue implements Runnable {

    private static final int BOUND = 2;
    private static final Handshake HANDSHAKE = new Handshake(
            URI.create("ws://localhost/socket/websocket"),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            1 << 20,
            BOUND,
            1 << 20);

    /** A field: the model checker takes what a local variable holds for one thread's own. */
    private WebSocketMachine machine = opened();

    private static WebSocketMachine opened() {
        WebSocketMachine machine = new WebSocketMachine(0, HANDSHAKE, effect -> {});
        machine.accept(0, new WebSocketInput.Opened(Map.of()));
        return machine;
    }

    @Override
    public void run() {
        machine = opened();
        List<String> accepted = new ArrayList<>();
        List<Offer> answers = new ArrayList<>();
        List<String> written = new ArrayList<>();
        ParallelRun.run(
                () -> {
                    for (int i = 0; i < 3; i++) {
                        Offer answer = machine.offer(new Frame.Text("" + i));
                        if (answer != Offer.REFUSED) {
                            accepted.add("" + i);
                            answers.add(answer);
                        }
                    }
                },
                () -> write(written));

        check(accepted.size() >= BOUND, "a message is accepted if there is room");
        check(
                written.size() == accepted.size() || answers.get(written.size()) == Offer.WRITE,
                "the first message that is not written yet is one to write now");
        write(written);
        check(written.equals(accepted), "what was accepted is written: " + written);
        for (int i = 0; i < BOUND; i++) {
            check(
                    machine.offer(new Frame.Text("more")) != Offer.REFUSED,
                    "there is room again for " + BOUND + ", and not only " + i);
        }
        check(machine.offer(new Frame.Text("too much")) == Offer.REFUSED, "there is room for no more");
    }

    private void write(List<String> written) {
        for (Frame next = machine.next(); next != null; next = machine.written()) {
            written.add(((Frame.Text) next).text());
        }
    }
}
