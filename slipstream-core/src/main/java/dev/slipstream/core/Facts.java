// Longer than 300 lines: letters and events are judged by one table, and that has one place.
package dev.slipstream.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the connection and the topics: the part of a socket that is not the user's.
 *
 * <p>Two things change it. A <em>letter</em> is judged by {@link #apply}, twice and by the same rules: by the token that
 * writes it, for the user to read on, and by the client process against its own facts when it is posted; one that no
 * longer means anything is dropped, so that two joins of a topic never reach the wire. An <em>event</em> is folded in by
 * {@link #fold}, when it is taken from the mailbox and before its callback runs.
 *
 * <pre>
 * status     join  leave     joined  refused  crashed  left    lost
 * NONE       go    -         -       -        -        -       -
 * WANTED     go    CLOSED    -       -        -        -       -
 * REQUESTED  -     LEAVING   JOINED  CLOSED   -        -       WANTED
 * JOINED     -     LEAVING   -       -        CLOSED   CLOSED  WANTED
 * LEAVING    go    -         -       -        -        CLOSED  CLOSED
 * CLOSED     go    unwanted  -       -        -        -       WANTED
 * </pre>
 *
 * <p>{@code go} is REQUESTED if connected, else WANTED; {@code -} means nothing and changes nothing; {@code lost} is the end
 * of the connection. CLOSED stands here for a topic that is still wanted, waiting to be joined again; where it is not,
 * leave and lost change nothing; {@code unwanted} is that it is not any more.
 */
public final class Facts {

    /** How many topics that are closed and not wanted are remembered; the longest closed one is forgotten first. */
    public static final int CLOSED_TOPICS_REMEMBERED = 1024;

    /** Where the client stands with its connection. */
    public enum Link {
        /** No connection, and none under way. */
        APART,
        /** An attempt is under way, or the time of the next one is set. */
        CONNECTING,
        /** The websocket is open. */
        CONNECTED,
        /** This client asked for the end, which has not come yet. */
        CLOSING
    }

    /**
     * What is known of one topic.
     *
     * @param wanted whether the client means to be joined: it will be again after a reconnect
     * @param order by when the status was set, among all topics
     */
    public record Topic(JoinStatus status, boolean wanted, long order) {

        static final Topic NEVER = new Topic(JoinStatus.NONE, false, 0);
    }

    /**
     * The judgement of a letter.
     *
     * @param facts those that hold after it
     * @param stands whether the letter means anything; if not it is not sent
     */
    public record Verdict(Facts facts, boolean stands) {}

    /** All but the next ref, which each push changes and nothing else does: so what it changes is small. */
    private record Standing(
            Link link,
            boolean wantsConnection,
            @Nullable Connection connection,
            @Nullable Configuration configuration,
            PersistentMap<String, Topic> topics,
            PersistentMap<Long, String> closed,
            long nextOrder) {}

    /** Made once: most of the many clients that there may be have needed no more than these. */
    private static final List<Ref> FIRST_REFS =
            LongStream.range(0, 32).mapToObj(Long::toString).map(Ref::new).toList();

    private final Standing standing;
    private final long nextRef;

    private Facts(Standing standing, long nextRef) {
        this.standing = standing;
        this.nextRef = nextRef;
    }

    /** Returns the facts of a client that has done nothing yet. */
    public static Facts initial() {
        return new Facts(
                new Standing(Link.APART, false, null, null, PersistentMap.empty(), PersistentMap.empty(), 1), 1);
    }

    /** Where the client stands with its connection. */
    public Link link() {
        return standing.link;
    }

    /** Whether the client means to be connected, now or when it can; false before it connected, and once it gave up. */
    public boolean wantsConnection() {
        return standing.wantsConnection;
    }

    /** The live connection, or the last one. */
    public Optional<Connection> connection() {
        return Optional.ofNullable(standing.connection);
    }

    /** Where the client was last told to connect to. */
    public Optional<Configuration> configuration() {
        return Optional.ofNullable(standing.configuration);
    }

    /** Where the client stands with the topic; {@link JoinStatus#NONE} if it was never joined, or is forgotten. */
    public JoinStatus status(String topic) {
        return topic(topic).status();
    }

    /** Whether the client means to be joined to the topic, now or when it can; false where nothing is known of it. */
    public boolean isWanted(String topic) {
        return topic(topic).wanted();
    }

    /** Whether no event and no letter but pushes came between the two: all that they differ in then is the next ref. */
    @SuppressWarnings("ReferenceEquality") // whatever changes anything else makes another one
    public boolean differsInRefsAlone(Facts other) {
        return standing == other.standing;
    }

    /** The ref that the next command of a token will bear. */
    public Ref nextRef() {
        return nextRef < FIRST_REFS.size() ? FIRST_REFS.get((int) nextRef) : new Ref(Long.toString(nextRef));
    }

    /** Visits all topics that are remembered, in the order of their names. */
    public void forEachTopic(BiConsumer<String, Topic> visitor) {
        standing.topics.forEach(visitor);
    }

    /** The topics of this status, in the order of their names. */
    public List<String> topics(JoinStatus status) {
        List<String> names = new ArrayList<>();
        standing.topics.forEach((name, topic) -> {
            if (topic.status() == status) {
                names.add(name);
            }
        });
        return names;
    }

    /** Judges a letter; misuse is the token's to refuse, before. */
    public Verdict apply(Letter letter) {
        return switch (letter) {
            case Letter.ToConnection(var command) -> order(command);
            case Letter.ToServer(var tag, var push) -> order(push);
            case Letter.Retry.Reconnect() ->
                verdict(
                        link() == Link.APART && standing.configuration != null,
                        wanting(true).linked(Link.CONNECTING));
            case Letter.Retry.ReconnectNow() ->
                verdict(
                        (link() == Link.APART || link() == Link.CONNECTING) && standing.configuration != null,
                        wanting(true).linked(Link.CONNECTING));
            case Letter.Retry.Rejoin(var ref, var topic, var params) -> {
                JoinStatus status = status(topic);
                boolean stands = status == JoinStatus.WANTED || status == JoinStatus.CLOSED;
                JoinStatus next = link() == Link.CONNECTED ? JoinStatus.CLOSED : JoinStatus.WANTED;
                yield taking(ref).verdict(stands, taking(ref).topic(topic, next, true));
            }
            case Letter.ToSelf self -> new Verdict(this, true);
            case Letter.Cancel cancel -> new Verdict(this, true);
            case Letter.ToCaller caller -> new Verdict(this, true);
            case Letter.Keep keep -> new Verdict(this, true);
            case Letter.Supply(var topic, var params) ->
                verdict(status(topic) != JoinStatus.REQUESTED && status(topic) != JoinStatus.JOINED, this);
            case Letter.Stop stop -> new Verdict(this, true);
        };
    }

    /** As {@link #apply} judges a push or a request. */
    public boolean stands(Command.PushMessage push) {
        return status(push.topic()) != JoinStatus.NONE;
    }

    /** Returns the facts that {@link #apply} says hold after a push or a request, whether it stands or not. */
    public Facts after(Command.PushMessage push) {
        return taking(push.ref());
    }

    private Verdict order(Command command) {
        return switch (command) {
            case Command.OpenConnection(var opened, var credentials) ->
                verdict(
                        link() != Link.CONNECTED,
                        configured(opened).wanting(true).linked(Link.CONNECTING));
            case Command.CloseConnection() ->
                verdict(
                        wantsConnection() && link() != Link.CLOSING,
                        wanting(false).linked(link() == Link.APART ? Link.APART : Link.CLOSING));
            case Command.JoinTopic(var ref, var topic, var params, var timeout) ->
                taking(ref).join(topic);
            case Command.LeaveTopic(var ref, var topic) -> taking(ref).leave(topic);
            case Command.PushMessage push -> {
                Facts taken = after(push);
                yield taken.verdict(stands(push), taken);
            }
            case Command.SendHeartbeat() -> verdict(link() == Link.CONNECTED, this);
            case Command.CollectGarbage() -> verdict(link() == Link.CONNECTED, this);
        };
    }

    private Verdict join(String name) {
        JoinStatus next = link() == Link.CONNECTED ? JoinStatus.REQUESTED : JoinStatus.WANTED;
        return switch (status(name)) {
            case NONE, WANTED, LEAVING, CLOSED -> new Verdict(topic(name, next, true), true);
            case REQUESTED, JOINED -> new Verdict(this, false);
        };
    }

    private Verdict leave(String name) {
        return switch (status(name)) {
            case NONE, LEAVING -> new Verdict(this, false);
            case REQUESTED, JOINED -> new Verdict(topic(name, JoinStatus.LEAVING, false), true);
            case WANTED -> new Verdict(topic(name, JoinStatus.CLOSED, false), true);
            case CLOSED -> verdict(isWanted(name), topic(name, JoinStatus.CLOSED, false));
        };
    }

    /** Folds in what happened on a connection. */
    public Facts fold(Connection source, Event event) {
        return switch (event) {
            case Event.ChannelConnected() -> on(source).linked(Link.CONNECTED);
            case Event.ChannelConnectFailed failed -> on(source).linked(Link.APART);
            case Event.ChannelClosed ended -> on(source).linked(Link.APART).disconnected();
            case Event.TopicJoinSucceeded(var topic, var response) -> answered(topic, JoinStatus.JOINED);
            case Event.TopicJoinFailed(var topic, var reason) -> answered(topic, JoinStatus.CLOSED);
            case Event.TopicJoinClosed(var topic, var reason) -> crashed(topic);
            case Event.TopicLeft(var topic) -> left(topic);
            case Event.MessageReceived message -> this;
            case Event.ReplyReceived reply -> this;
            case Event.PushFailed failed -> this;
            case Event.Internal internal -> this;
        };
    }

    /** Returns these facts with an attempt under way on this connection. */
    public Facts connecting(Connection attempt) {
        return on(attempt).linked(Link.CONNECTING);
    }

    /** Returns these facts without the wish to be connected: the client gave up. */
    public Facts givingUp() {
        return wanting(false);
    }

    /** Returns these facts without the wish to be joined to a topic. */
    public Facts unwanting(String name) {
        Topic known = topic(name);
        return known.wanted() ? topic(name, known.status(), false) : this;
    }

    /** Returns these facts with the join of a wanted topic on its way. */
    public Facts requesting(String name) {
        return topic(name, JoinStatus.REQUESTED, true);
    }

    private Facts answered(String name, JoinStatus next) {
        return status(name) == JoinStatus.REQUESTED ? topic(name, next, isWanted(name)) : this;
    }

    private Facts crashed(String name) {
        return status(name) == JoinStatus.JOINED ? topic(name, JoinStatus.CLOSED, isWanted(name)) : this;
    }

    private Facts left(String name) {
        return switch (status(name)) {
            case JOINED, LEAVING -> topic(name, JoinStatus.CLOSED, false);
            case NONE, WANTED, REQUESTED, CLOSED -> this;
        };
    }

    private Facts disconnected() {
        Facts[] result = {this};
        standing.topics.forEach((name, topic) -> {
            switch (topic.status()) {
                case REQUESTED, JOINED -> result[0] = result[0].topic(name, JoinStatus.WANTED, true);
                case LEAVING -> result[0] = result[0].topic(name, JoinStatus.CLOSED, false);
                case CLOSED -> {
                    if (topic.wanted()) {
                        result[0] = result[0].topic(name, JoinStatus.WANTED, true);
                    }
                }
                case NONE, WANTED -> {}
            }
        });
        return result[0];
    }

    private Topic topic(String name) {
        Topic known = standing.topics.get(name);
        return known == null ? Topic.NEVER : known;
    }

    private Facts topic(String name, JoinStatus status, boolean wanted) {
        Topic known = topic(name);
        PersistentMap<String, Topic> changed =
                standing.topics.with(name, new Topic(status, wanted, standing.nextOrder));
        PersistentMap<Long, String> forgettable = standing.closed.without(known.order());
        if (status == JoinStatus.CLOSED && !wanted) {
            forgettable = forgettable.with(standing.nextOrder, name);
            Long longest = forgettable.first();
            if (forgettable.size() > CLOSED_TOPICS_REMEMBERED && longest != null) {
                String forgotten = forgettable.get(longest);
                forgettable = forgettable.without(longest);
                changed = forgotten == null ? changed : changed.without(forgotten);
            }
        }
        return standing(new Standing(
                standing.link,
                standing.wantsConnection,
                standing.connection,
                standing.configuration,
                changed,
                forgettable,
                standing.nextOrder + 1));
    }

    /** Refs of tokens alone are counted here: those of sessions, retries and connections begin with a letter. */
    private Facts taking(Ref ref) {
        char first = ref.value().charAt(0);
        if (first < '0' || first > '9') {
            return this;
        }
        long next = Math.max(nextRef, Long.parseLong(ref.value()) + 1);
        return next == nextRef ? this : new Facts(standing, next);
    }

    private Facts wanting(boolean wants) {
        return with(standing.link, wants, standing.connection, standing.configuration);
    }

    private Facts linked(Link next) {
        return with(next, standing.wantsConnection, standing.connection, standing.configuration);
    }

    private Facts on(Connection next) {
        return with(standing.link, standing.wantsConnection, next, standing.configuration);
    }

    private Facts configured(Configuration next) {
        return with(standing.link, standing.wantsConnection, standing.connection, next);
    }

    private Facts with(
            Link link, boolean wants, @Nullable Connection connection, @Nullable Configuration configuration) {
        return standing(new Standing(
                link, wants, connection, configuration, standing.topics, standing.closed, standing.nextOrder));
    }

    private Facts standing(Standing next) {
        return new Facts(next, nextRef);
    }

    private Verdict verdict(boolean stands, Facts after) {
        return new Verdict(stands ? after : this, stands);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Facts[").append(link());
        connection().ifPresent(known -> text.append(", ").append(known));
        standing.topics.forEach((name, topic) -> text.append(", ")
                .append(name)
                .append('=')
                .append(topic.status())
                .append(topic.wanted() ? "" : " unwanted"));
        return text.append(", next ref ").append(nextRef).append(']').toString();
    }
}
