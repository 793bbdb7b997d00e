package dev.slipstream.simulation;

import dev.slipstream.core.serializer.Message;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.simulation.SeededTime.Kind;
import dev.slipstream.testkit.phoenix.PhoenixInput;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Injects frames of a broken server: garbage, and false messages that refer to earlier messages. */
final class Forgeries {

    private static final int DEEPER_THAN_ALLOWED = 1001;
    private static final int MORE_DIGITS_THAN_ALLOWED = 1001;
    private static final List<Frame> GARBAGE = List.of(
            new Frame.Text(""),
            new Frame.Text("{"),
            new Frame.Text("null"),
            new Frame.Text("[]"),
            new Frame.Text("[null,null,\"rooms:a\",\"said\"]"),
            new Frame.Text("[null,null,7,\"said\",{}]"),
            new Frame.Text("[null,null,\"rooms:a\",null,{}]"),
            new Frame.Text("[{},null,\"rooms:a\",\"said\",{}]"),
            new Frame.Text("[1,2,3,4,{}]"),
            new Frame.Text("{\"topic\":\"rooms:a\"}"),
            new Frame.Text("[null,null,\"rooms:a\",\"said\",{}] x"),
            new Frame.Text("[null,null,\"rooms:a\",\"said\"," + "[".repeat(DEEPER_THAN_ALLOWED)
                    + "]".repeat(DEEPER_THAN_ALLOWED) + "]"),
            new Frame.Text("[null,null,\"rooms:a\",\"said\"," + "7".repeat(MORE_DIGITS_THAN_ALLOWED) + "]"),
            new Frame.Binary(new byte[0]),
            new Frame.Binary(new byte[] {9, 1, 1, 1, 1}),
            new Frame.Binary(new byte[] {0, (byte) 200, 1, 1, 'a'}));

    private final Network network;
    private final SeededTime time;
    private final SeededRandom random;
    private final Conversation conversation = new Conversation();
    private final Map<Fault, Predicate<Link>> all = new EnumMap<>(Fault.class);
    private boolean mistaking;
    private int messages;

    Forgeries(Network network, SeededTime time, SeededRandom random) {
        this.network = network;
        this.time = time;
        this.random = random;
        all.put(Fault.MALFORMED_FRAME, link -> sent(link, random.pick(GARBAGE)));
        all.put(Fault.EXTRA_PARTS, this::sendExtraParts);
        all.put(Fault.UNKNOWN_TOPIC, link -> sent(link, forged(null, null, "never:joined", "said")));
        all.put(Fault.WRONG_TOPIC, this::sendToWrongTopic);
        all.put(Fault.STALE_JOIN, this::sendOnEarlierJoin);
        all.put(Fault.DUPLICATE_REPLY, link -> repeat(link, conversation.replies()));
        all.put(Fault.UNKNOWN_REPLY, link -> sent(link, reply("99999", topic(), "ok")));
        all.put(Fault.REPLY_WITHOUT_STATUS, this::sendReplyWithoutStatus);
        all.put(Fault.HEARTBEAT_MISTAKEN, link -> {
            mistaking = true;
            return false; // the fault takes effect at the next heartbeat
        });
        all.put(Fault.END_REPEATED, link -> repeat(link, conversation.ends()));
        all.put(Fault.END_BEFORE_ANSWER, this::sendEndBeforeAnswer);
        all.put(Fault.BURST, this::burst);
        all.put(Fault.PINGED, link -> {
            for (int i = random.between(1, 40); i > 0; i--) {
                link.pingDown();
            }
            return true;
        });
        all.put(Fault.PONGED, link -> {
            link.pongDown();
            return true;
        });
    }

    /** Whether this class injects the fault. */
    boolean knows(Fault fault) {
        return all.containsKey(fault);
    }

    /** Injects the fault. Returns false if it has no effect now, for example because it needs an earlier message. */
    boolean strike(Fault fault, Link link) {
        boolean struck = all.getOrDefault(fault, none -> false).test(link);
        if (struck) {
            network.struck(fault, link);
        }
        return struck;
    }

    void heal() {
        mistaking = false;
    }

    void reached(int number, Message message) {
        conversation.reached(number, message);
    }

    /**
     * Records a message of the server. Returns the message that the client receives. A fault may change this message.
     */
    Message answered(int number, Message message, Link link) {
        conversation.answered(number, message);
        String before = conversation.heartbeatBefore();
        if (mistaking && before != null && message.isReply() && message.topic().equals("phoenix")) {
            mistaking = false;
            network.struck(Fault.HEARTBEAT_MISTAKEN, link);
            return Message.reply(null, before, "phoenix", message.status(), message.payload());
        }
        return message;
    }

    /** Makes the server broadcast many messages at once. Returns false before the server's first reply on this link. */
    boolean burst(Link link) {
        if (conversation.topics().isEmpty() || !conversation.isOf(link.number())) {
            return false;
        }
        String topic = random.pick(conversation.topics());
        int count = random.between(10, 60);
        for (int i = 0; i < count; i++) {
            network.server()
                    .accept(new PhoenixInput.Broadcast(
                            topic, "said", network.serializer().encode(Map.of("burst", ++messages))));
        }
        return true;
    }

    private boolean sendExtraParts(Link link) {
        if (conversation.topics().isEmpty() || !conversation.isOf(link.number())) {
            return false;
        }
        Message message = forged(null, null, random.pick(conversation.topics()), "said");
        network.saw(new NetworkEvent.Answered(link.number(), message));
        String text = "[null,null,\"" + message.topic() + "\",\"said\","
                + message.payload().text() + ",\"more\",[{}]]";
        return sent(link, new Frame.Text(text));
    }

    private boolean sendToWrongTopic(Link link) {
        List<Conversation.Join> joins = conversation.joins();
        if (joins.size() < 2 || !conversation.isOf(link.number())) {
            return false;
        }
        int one = random.below(joins.size());
        int other = (one + 1 + random.below(joins.size() - 1)) % joins.size();
        return sent(link, forged(joins.get(one).ref(), null, joins.get(other).topic(), "said"));
    }

    private boolean sendOnEarlierJoin(Link link) {
        if (conversation.gone().isEmpty()) {
            return false;
        }
        Conversation.Join join = random.pick(conversation.gone());
        String event = random.pick(List.of("said", "phx_close", "phx_error"));
        return sent(link, forged(join.ref(), event.equals("said") ? null : join.ref(), join.topic(), event));
    }

    private boolean sendReplyWithoutStatus(Link link) {
        List<Message> waiting = conversation.unanswered(false);
        if (waiting.isEmpty() || !conversation.isOf(link.number())) {
            return false;
        }
        Message push = random.pick(waiting);
        String text =
                "[\"" + push.joinRef() + "\",\"" + push.ref() + "\",\"" + push.topic() + "\",\"phx_reply\",{\"id\":0}]";
        return sent(link, new Frame.Text(text));
    }

    private boolean sendEndBeforeAnswer(Link link) {
        List<Message> waiting = conversation.unanswered(true);
        if (waiting.isEmpty() || !conversation.isOf(link.number())) {
            return false;
        }
        Message join = random.pick(waiting);
        return sent(link, forged(join.ref(), join.ref(), join.topic(), "phx_error"));
    }

    /** Repeats one of the messages a little later, so that the copy arrives after the original. */
    private boolean repeat(Link link, List<Message> some) {
        if (some.isEmpty() || !conversation.isOf(link.number())) {
            return false;
        }
        Message again = random.pick(some);
        time.after(random.between(Duration.ZERO, Duration.ofMillis(50)), Kind.NETWORK, () -> sent(link, again));
        return true;
    }

    private String topic() {
        return conversation.topics().isEmpty() ? "rooms:a" : random.pick(conversation.topics());
    }

    private Message reply(String ref, String topic, String status) {
        return Message.reply(null, ref, topic, status, network.serializer().encode(Map.of()));
    }

    private Message forged(@Nullable String joinRef, @Nullable String ref, String topic, String event) {
        return Message.of(joinRef, ref, topic, event, network.serializer().encode(Map.of("forged", ++messages)));
    }

    private boolean sent(Link link, Message message) {
        return sent(link, network.encodeFromServer(message));
    }

    private static boolean sent(Link link, Frame frame) {
        link.sendDown(frame);
        return true;
    }
}
