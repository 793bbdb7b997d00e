package dev.slipstream.process;

import dev.slipstream.core.Assigns;
import dev.slipstream.core.Connection;
import dev.slipstream.core.Credentials;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Failure;
import dev.slipstream.core.Letter;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Signature;
import dev.slipstream.core.Socket;
import dev.slipstream.core.StopReason;
import dev.slipstream.core.Telemetry;
import dev.slipstream.core.Turn;
import dev.slipstream.core.machine.ClientMachine;
import dev.slipstream.core.machine.Delivery;
import dev.slipstream.core.machine.Effect;
import dev.slipstream.core.machine.Input;
import dev.slipstream.core.serializer.Serializer;
import dev.slipstream.core.transport.TransportProvider;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The process that runs a client's callbacks: a mailbox, drained by a task that is there while there is work.
 *
 * <p>Callbacks never overlap and never run under a lock. While one runs, and waits for something, the same thread takes
 * what it waits for out of the mailbox, and does what the client has to do of itself.
 */
public final class ClientProcess implements ConnectionProcess.Owner {

    private static final System.Logger LOG = System.getLogger("dev.slipstream");

    /**
     * What a process is made of.
     *
     * @param maxMessages how many events, and how many messages of user code, the mailbox should hold
     * @param maxBytes how many bytes of payload it should hold
     * @param seed of the jitter
     * @param isScript whether a thread outside takes the part of callbacks: then nothing is drained but by its awaits
     */
    public record Settings(
            World world,
            Serializer serializer,
            TransportProvider transports,
            Telemetry telemetry,
            int maxMessages,
            long maxBytes,
            long seed,
            boolean isScript) {}

    private final Settings settings;
    private final World world;
    private final Callbacks callbacks;
    private final Mailbox mailbox;
    private final Callers callers = new Callers();
    private final LostLetters lost;
    private final AtomicInteger work = new AtomicInteger();
    private final CompletableFuture<StopReason> stopped = new CompletableFuture<>();
    private volatile Parking.@Nullable Place waiter;
    private volatile @Nullable Thread runner;
    private volatile boolean rang;
    private volatile Socket snapshot;

    // Owned by whoever drains.
    private final ClientMachine machine;
    private final Deque<Effect.OfClient> effects = new ArrayDeque<>();
    private final Deque<Delivery> ready = new ArrayDeque<>();
    private Assigns assigns = Assigns.EMPTY;
    private @Nullable Line line;
    private @Nullable ConnectionProcess connection;
    private boolean ordered;
    private long sessionRefs;
    private @Nullable Duration armed;
    private Scheduler.@Nullable Alarm alarm;

    public ClientProcess(Settings settings, Callbacks callbacks) {
        this.settings = settings;
        this.world = settings.world();
        this.callbacks = callbacks;
        this.mailbox = new Mailbox(settings.maxMessages(), settings.maxBytes());
        this.machine = new ClientMachine(settings.seed());
        this.lost = new LostLetters(this::observed);
        this.snapshot = Socket.of(new Turn(this, settings.serializer()), machine.facts(), assigns);
    }

    /**
     * Lets the calling thread be the script: from now on it does what callbacks do elsewhere.
     *
     * @return the commit point to begin with
     */
    public Object beginScript() {
        runner = Thread.currentThread();
        Line mine = new Line(new Turn(this, settings.serializer()), machine.facts(), assigns);
        line = mine;
        accept(new Input.Started());
        return mine;
    }

    /** The script is through. */
    public void endScript() {
        accept(new Input.StopAsked(new StopReason.Normal()));
        runner = null;
        line = null;
    }

    // --- from any thread --------------------------------------------------------------------------------------------

    public void start() {
        put(new Input.Started());
    }

    /** Sends a message of user code. Returns whether there was room for it. */
    public boolean send(Delivery delivery) {
        if (!mailbox.hasRoom()) {
            return false;
        }
        put(new Input.Told(delivery));
        return true;
    }

    public void stop(StopReason reason) {
        put(new Input.StopAsked(reason));
    }

    public Callers callers() {
        return callers;
    }

    public CompletionStage<StopReason> whenStopped() {
        return stopped.minimalCompletionStage();
    }

    public boolean isStopped() {
        return stopped.isDone();
    }

    /** Whether the calling thread runs a callback of this client just now. */
    public boolean isInCallback() {
        return Thread.currentThread().equals(runner);
    }

    public int maxMessages() {
        return settings.maxMessages();
    }

    public Serializer serializer() {
        return settings.serializer();
    }

    /** The socket as the last callback left it. What is written on it goes nowhere. */
    public Socket socket() {
        return snapshot;
    }

    private void put(Input.OfClient input) {
        mailbox.put(input);
        wake();
    }

    @Override
    public void tell(Signature.OfEvent event) {
        mailbox.putEvent(event);
        if (settings.isScript() && mailbox.isOverHighWater()) {
            displaced(mailbox.displaceIncoming());
        }
    }

    /** Nobody takes what a script does not wait for: the oldest plain message makes room. */
    private void displaced(Signature.@Nullable OfEvent letGo) {
        if (letGo != null && letGo.event() instanceof Event.MessageReceived(var topic, var name, var payload)) {
            observed(new Telemetry.Observation.MessageDisplaced(topic, name));
        }
    }

    @Override
    public boolean isFull() {
        return mailbox.isOverHighWater() && waiter == null && !settings.isScript() && !stopped.isDone();
    }

    @Override
    public void wake() {
        Parking.Place parked = waiter;
        if (parked != null) {
            parked.unpark();
        }
        if (!settings.isScript() && work.getAndIncrement() == 0) {
            try {
                world.executor().execute(this::drain);
            } catch (RejectedExecutionException e) {
                drain(); // the user's executor is gone: the client must come to its end all the same
            }
        }
    }

    @Override
    public void observed(Telemetry.Observation observation) {
        try {
            settings.telemetry().observed(observation);
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "telemetry threw " + e.getClass().getName());
        }
    }

    // --- the drain --------------------------------------------------------------------------------------------------

    private void drain() {
        int missed = work.get();
        do {
            while (step()) {}
            missed = work.addAndGet(-missed);
        } while (missed != 0);
    }

    /** Does one thing, if there is one to do. */
    private boolean step() {
        if (passTime()) {
            return true;
        }
        Delivery delivery = ready.poll();
        if (delivery != null) {
            run(delivery);
            return true;
        }
        Object mail = mailbox.take();
        if (mail != null) {
            handle(mail);
            return true;
        }
        accept(new Input.MailboxEmptied());
        if (!ready.isEmpty()) {
            return true;
        }
        arm();
        return false;
    }

    private boolean passTime() {
        Duration due = machine.nextDeadline();
        if (due == null || due.compareTo(world.clock().now()) > 0) {
            return false;
        }
        accept(new Input.TimePassed());
        Duration next = machine.nextDeadline();
        return !ready.isEmpty() || next == null || !next.equals(due);
    }

    private void handle(Object mail) {
        switch (mail) {
            case Signature.OfEvent(var source, var event) -> accept(new Input.Happened(source, event));
            case Input.OfClient input -> accept(input);
            default -> throw new IllegalStateException("not mail: " + mail.getClass());
        }
        resumeReading();
    }

    private void resumeReading() {
        ConnectionProcess open = connection;
        if (open != null && mailbox.isUnderLowWater()) {
            open.resumeReading();
        }
    }

    private void arm() {
        if (rang) {
            rang = false;
            armed = null;
        }
        Duration next = machine.nextDeadline();
        if (armed != null && alarm != null && (next == null || !next.equals(armed))) {
            alarm.cancel();
            armed = null;
        }
        if (next != null && armed == null) {
            armed = next;
            alarm = world.scheduler().at(next, this::ring);
        }
    }

    private void ring() {
        rang = true;
        wake();
    }

    // --- the machine ------------------------------------------------------------------------------------------------

    private void accept(Input.OfClient input) {
        machine.accept(world.clock().now(), input, effects::add);
        for (Effect.OfClient effect = effects.poll(); effect != null; effect = effects.poll()) {
            carryOut(effect);
        }
        ConnectionProcess open = connection;
        if (ordered && open != null) {
            ordered = false;
            open.signal();
        }
        if (settings.isScript() && ready.poll() != null) {
            accept(new Input.Returned());
        }
    }

    private void carryOut(Effect.OfClient effect) {
        switch (effect) {
            case Effect.Deliver(var delivery) -> deliver(delivery);
            case Effect.AskCredentials(var attempt, var supplier, var about) -> ask(attempt, supplier, about);
            case Effect.StartConnection(var number, var command) -> {
                connection = new ConnectionProcess(number, world, settings.serializer(), settings.transports(), this);
                connection.order(command);
                ordered = true;
            }
            case Effect.Order(var number, var command) -> {
                if (connection != null) {
                    connection.order(command);
                    ordered = true;
                }
            }
            case Effect.Enqueue(var delivery) -> put(new Input.Told(delivery));
            case Effect.Answer(var answer) -> callers.answer(answer);
            case Effect.Exit(var reason) -> exit(reason);
            case Effect.Report(var observation) -> observed(observation);
        }
    }

    /** A script has no callbacks: what it may wait for goes into the mailbox, the rest to nobody. */
    private void deliver(Delivery delivery) {
        ready.add(delivery);
        if (settings.isScript() && delivery instanceof Delivery.OfEvent(var event)) {
            machine.facts().connection().ifPresent(known -> mailbox.putEvent(new Signature.OfEvent(known, event)));
        }
    }

    private void ask(Connection attempt, Credentials.Supplier supplier, Credentials.Attempt about) {
        world.suppliers().execute(() -> {
            try {
                supplier.credentials(about).whenComplete((given, thrown) -> put(answered(attempt, given, thrown)));
            } catch (Throwable thrown) {
                put(answered(attempt, null, thrown));
            }
        });
    }

    /** Only the class of what was thrown is told: its text may hold a token. */
    private static Input.OfClient answered(
            Connection attempt, @Nullable Credentials given, @Nullable Throwable thrown) {
        if (given != null && thrown == null) {
            return new Input.CredentialsGiven(attempt, given);
        }
        String detail = thrown == null
                ? "the supplier gave null"
                : "the supplier threw " + thrown.getClass().getName();
        return new Input.CredentialsRefused(attempt, new Failure.CredentialsFailed(detail));
    }

    private void exit(StopReason reason) {
        if (connection != null) {
            connection.signal();
            connection.ownerExited(reason);
            connection = null;
        }
        if (alarm != null) {
            alarm.cancel();
        }
        ready.clear();
        callers.refuseAll("the client has ended: " + reason);
        stopped.complete(reason);
    }

    // --- callbacks --------------------------------------------------------------------------------------------------

    private void run(Delivery delivery) {
        Line mine = new Line(new Turn(this, settings.serializer()), machine.facts(), assigns);
        line = mine;
        runner = Thread.currentThread();
        Input.OfClient outcome;
        try {
            Socket returned = callbacks.call(delivery, mine.last());
            post(mine, Objects.requireNonNull(returned, "a callback returned null instead of a socket"));
            lost.check(delivery, mine);
            outcome = new Input.Returned();
        } catch (Throwable thrown) {
            outcome = new Input.Threw(thrown);
        }
        runner = null;
        line = null;
        assigns = mine.last().assigns();
        accept(outcome);
        publish();
    }

    private void publish() {
        snapshot = Socket.of(new Turn(this, settings.serializer()), machine.facts(), assigns);
    }

    private void post(Line to, Socket socket) {
        List<Letter> letters = to.commit(socket);
        if (!letters.isEmpty()) {
            accept(new Input.Posted(letters));
        }
    }

    /**
     * A commit point of the running callback: what this token bears is posted.
     *
     * @throws IllegalStateException if the token is not of the running callback, or the thread is not its own
     */
    public Object commit(Socket socket) {
        Line mine = line;
        if (mine == null || !isInCallback()) {
            throw new IllegalStateException("a session belongs to a callback and its thread: this thread runs none of"
                    + " this client's callbacks");
        }
        post(mine, socket);
        return mine;
    }

    /** The token to go on with, after a commit point. */
    public Socket current(Object commit) {
        return checked(commit).last().with(machine.facts());
    }

    /** Posts letters that no token bears. */
    public void post(Object commit, List<Letter> letters) {
        checkPosted(checked(commit));
        accept(new Input.Posted(letters));
    }

    /** The next ref of what a session sends: never one that a token allots. */
    public Ref nextSessionRef() {
        return new Ref("s" + ++sessionRefs);
    }

    private Line checked(Object commit) {
        Line mine = line;
        if (mine == null || mine != commit || !isInCallback()) {
            throw new IllegalStateException("this session is over: it belongs to one callback, and to its thread");
        }
        return mine;
    }

    private static void checkPosted(Line mine) {
        if (mine.unposted() > 0) {
            throw new IllegalStateException(
                    mine.unposted() + " letter(s) written and not posted: session.post(socket) comes first");
        }
    }

    // --- awaits -----------------------------------------------------------------------------------------------------

    /**
     * Waits for an event, and takes it out of the mailbox; what came before it stays there, in order.
     *
     * @param ends what makes waiting vain
     */
    public <E> Awaited<E> await(Object commit, EventMatcher<E> wanted, Predicate<Event> ends, Duration patience) {
        Line mine = checked(commit);
        checkPosted(mine);
        Duration deadline = world.clock().now().plus(patience);
        Mailbox.Cursor cursor = mailbox.cursor();
        Parking.Place place = world.parking().place();
        try {
            while (true) {
                Awaited<E> found = look(cursor, wanted, ends);
                if (found != null) {
                    return found;
                }
                if (settings.isScript() && mailbox.isOverHighWater()) {
                    displaced(mailbox.displace());
                    cursor = mailbox.cursor();
                }
                if (mailbox.isOverAwaitBound()) {
                    return new Awaited.Overflowed<>(
                            new Failure.Overflow("the mailbox behind an await", mailbox.awaitBound()));
                }
                Duration now = world.clock().now();
                if (now.compareTo(deadline) >= 0) {
                    return new Awaited.TimedOut<>(patience);
                }
                if (passTime() && !ready.isEmpty()) {
                    continue;
                }
                if (waiter == null) {
                    waiter = place;
                    ConnectionProcess open = connection;
                    if (open != null) {
                        open.resumeReading();
                    }
                    continue; // look once more: what came before the flag was seen has woken nobody
                }
                Duration due = machine.nextDeadline();
                if (!place.parkUntil(due != null && due.compareTo(deadline) < 0 ? due : deadline)) {
                    return new Awaited.Interrupted<>();
                }
            }
        } finally {
            waiter = null;
        }
    }

    private <E> @Nullable Awaited<E> look(Mailbox.Cursor cursor, EventMatcher<E> wanted, Predicate<Event> ends) {
        for (Object mail = cursor.next(); mail != null; mail = cursor.next()) {
            switch (mail) {
                case Signature.OfEvent(var source, var event) -> {
                    E match = wanted.match(event).orElse(null);
                    if (match != null) {
                        cursor.take(mail);
                        accept(new Input.Awaited(source, event));
                        return new Awaited.Found<>(match);
                    }
                    if (ends.test(event)) {
                        if (settings.isScript()) {
                            cursor.take(mail);
                            accept(new Input.Awaited(source, event));
                        }
                        return new Awaited.Ended<>(event);
                    }
                }
                case Input.CredentialsGiven given -> {
                    cursor.take(mail);
                    accept(given);
                }
                case Input.CredentialsRefused refused -> {
                    cursor.take(mail);
                    accept(refused);
                }
                case Input.OfClient other -> {}
                default -> throw new IllegalStateException("not mail: " + mail.getClass());
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return machine.toString();
    }
}
