package dev.slipstream.process;

import dev.slipstream.core.Command;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Event;
import dev.slipstream.core.Observation;
import dev.slipstream.core.Operation;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Signature;
import dev.slipstream.core.Signatures;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.system.concurrency.SmallRuntime;
import dev.slipstream.system.concurrency.SmallTransport;
import dev.slipstream.system.concurrency.TextPayload;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A connection process with a transport and a mailbox that a scenario controls. */
final class OneConnection implements ConnectionOwner {

    static final String TOPIC = "rooms:lobby";

    private static final Connection NUMBER = Connection.numbered(1);

    final SmallTransport transport = new SmallTransport();
    final Mailbox mailbox;
    final ConnectionProcess process;
    final Queue<Event> events = new ConcurrentLinkedQueue<>();
    final Queue<Operation.AnswerCaller> answers = new ConcurrentLinkedQueue<>();

    /** Makes a connection whose mailbox is full when it holds {@code bound} events. */
    OneConnection(int bound) {
        mailbox = new Mailbox(bound, 1 << 20);
        process = new ConnectionProcess(
                NUMBER, SmallRuntime.make(), SmallRuntime.SERIALIZER, transport, this, ConnectionSpans.unheard());
    }

    /** Starts opening a connection. The transport has not opened the websocket yet. */
    OneConnection begun() {
        order(new Command.OpenConnection(SmallRuntime.CONFIGURATION, Credentials.none()));
        process.signal();
        return this;
    }

    /** Opens the websocket and joins the topic. */
    OneConnection joined() {
        begun();
        transport.listener().opened(Map.of());
        order(new Command.JoinTopic(new Ref("1"), TOPIC, new TextPayload("{}"), Duration.ofSeconds(10)));
        process.signal();
        receive("1 " + TOPIC);
        transport.listener().readComplete();
        while (mailbox.take() != null) {}
        return this;
    }

    void order(Command command) {
        process.order(Signatures.command(NUMBER, command));
    }

    boolean receive(String frame) {
        return transport.listener().received(new Frame.Text(frame));
    }

    @Override
    public void add(Signature.OfEvent event) {
        events.add(event.event());
        mailbox.putEvent(event);
    }

    @Override
    public void add(EventBatch batch, int count, long bytes) {
        throw new AssertionError("a batch of " + count + " events, although each event is a full batch");
    }

    @Override
    public boolean isFullBatch(int count, long bytes) {
        return true;
    }

    @Override
    public void log(System.Logger.Level level, Connection connection, String place, Throwable thrown) {
        throw new AssertionError(place, thrown);
    }

    @Override
    public void wake() {}

    @Override
    public boolean isFull() {
        return mailbox.isOverHighWater();
    }

    @Override
    public void observed(Observation observation) {}

    @Override
    public void answered(Operation.AnswerCaller answer) {
        answers.add(answer);
    }

    @Override
    public void failed(Throwable thrown) {
        throw new IllegalStateException(thrown);
    }
}
