package dev.slipstream.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.core.Connection;
import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Event;
import dev.slipstream.core.EventMatcher;
import dev.slipstream.core.Payload;
import dev.slipstream.core.Ref;
import dev.slipstream.core.Reply;
import dev.slipstream.core.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An await that matches no messages skips the messages that an earlier await has examined. */
class AwaitSearchTest {

    private static final Payload NOTHING = Payload.binary(new byte[0]);
    private static final Predicate<Event> END = Event.ChannelClosed.class::isInstance;
    private static final Connection FIRST = Connection.numbered(1);
    private static final Connection SECOND = Connection.numbered(2);

    private final Mailbox mailbox = new Mailbox(1000, 1 << 20);
    private final List<Object> accepted = new ArrayList<>();
    private Connection live = FIRST;
    private int looks;

    private final Await.Client client = new Await.Client() {

        @Override
        public void acceptAll(Object input) {
            accepted.add(input);
        }

        @Override
        public boolean isRelevant(Connection source, Event event) {
            return source.equals(live);
        }

        @Override
        public boolean isScript() {
            return true;
        }

        @Override
        public int leaving(String topic) {
            return 0;
        }

        @Override
        public @Nullable Event ending() {
            return null;
        }

        @Override
        public long passTime() {
            return Long.MAX_VALUE;
        }

        @Override
        public void resumeReading() {}
    };

    @Test
    void examinedMessagesAreSkippedIfNoMessageIsAwaited() {
        passOverMessages();
        looks = 0;
        reply("s1");

        assertThat(search(replyTo("s1"), END, false).look()).isInstanceOf(AwaitResult.Found.class);
        assertThat(looks).isEqualTo(1);

        reply("s2");
        looks = 0;

        assertThat(search(replyTo("s2"), END, true).look()).isInstanceOf(AwaitResult.Found.class);
        assertThat(looks).as("events searched if a message may be awaited").isEqualTo(4);
    }

    @Test
    void skippedMessagesStayInOrder() {
        passOverMessages();
        reply("s1");
        search(replyTo("s1"), END, false).look();

        for (String name : List.of("a", "b", "c")) {
            assertThat(search(EventMatcher.of(Event.MessageReceived.class), END, true)
                            .look())
                    .isEqualTo(new AwaitResult.Found<>(message(name)));
        }
        assertThat(mailbox.take()).isNull();
    }

    @Test
    void laterAwaitFindsTheEndThatAnEarlierAwaitSkipped() {
        passOverMessages();
        put(new Event.ChannelClosed(new DisconnectReason.Requested()));
        search(replyTo("none"), event -> false, true).look();

        assertThat(search(replyTo("s1"), END, false).look()).isInstanceOf(AwaitResult.Ended.class);
        assertThat(mailbox.oldestOfSkippedMessages())
                .as("the await took the ChannelClosed event from the mailbox")
                .isNotNull();
    }

    @Test
    void messagesOfAnEarlierConnectionAreDroppedByTheNextAwait() {
        passOverMessages();
        live = SECOND;
        reply("s1");

        assertThat(search(replyTo("s1"), END, false).look()).isInstanceOf(AwaitResult.Found.class);
        assertThat(accepted).filteredOn(Signature.OfEvent.class::isInstance).hasSize(3);
        assertThat(mailbox.take()).isNull();
    }

    private void passOverMessages() {
        List.of("a", "b", "c").forEach(name -> put(message(name)));
        assertThat(search(replyTo("none"), END, true).look()).isNull();
    }

    private void reply(String ref) {
        put(new Event.ReplyReceived(new Ref(ref), new Reply.Ok(NOTHING)));
    }

    private void put(Event event) {
        mailbox.putEvent(new Signature.OfEvent(live, event));
    }

    private static Event.MessageReceived message(String name) {
        return new Event.MessageReceived("rooms:1", name, NOTHING);
    }

    private EventMatcher<Event.ReplyReceived> replyTo(String ref) {
        EventMatcher<Event.ReplyReceived> reply = EventMatcher.replyTo(new Ref(ref));
        return event -> {
            looks++;
            return reply.match(event);
        };
    }

    private <E> Await<E> search(EventMatcher<E> wanted, Predicate<Event> ends, boolean isOfMessages) {
        return new Await<>(client, mailbox, wanted, ends, isOfMessages, () -> null);
    }
}
