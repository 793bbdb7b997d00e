package dev.slipstream.system.concurrency;

import static dev.slipstream.system.concurrency.ParallelRun.check;

import dev.slipstream.core.machine.websocket.WebSocketInput;
import dev.slipstream.core.machine.websocket.WebSocketMachine;
import dev.slipstream.core.machine.websocket.WebSocketMachine.Offer;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.UpgradeUri;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One thread offers messages while another one writes. Each message is written once and in order, and a written message
 * makes room again. If the writing thread does not see an offered message, the offer returns {@code WRITE}, so that
 * the offering thread writes the message.
 */
public final class OutboundQueue implements Runnable {

    private static final int BOUND = 2;
    /** A handshake with small bounds. */
    static final Handshake HANDSHAKE = new Handshake(
            UpgradeUri.of("ws://localhost/socket/websocket"),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            1 << 20,
            BOUND,
            1 << 20);

    /** A field, because the model checker treats an object in a local variable as private to one thread. */
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
                "the offer of the first unwritten message returned WRITE");
        write(written);
        check(written.equals(accepted), "all accepted messages are written: " + written);
        for (int i = 0; i < BOUND; i++) {
            check(
                    machine.offer(new Frame.Text("more")) != Offer.REFUSED,
                    "there is room again for " + BOUND + ", not only for " + i);
        }
        check(machine.offer(new Frame.Text("too much")) == Offer.REFUSED, "there is no room above the bound");
    }

    private void write(List<String> written) {
        for (Frame next = machine.next(); next != null; next = machine.written()) {
            written.add(((Frame.Text) next).text());
        }
    }
}
