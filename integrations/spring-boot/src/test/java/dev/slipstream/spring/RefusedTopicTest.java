package dev.slipstream.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.Payload;
import dev.slipstream.testkit.ClientAction;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;

/** A topic of the properties that the server refused or ended can be joined again, with its params and listeners. */
@ExtendWith(SocketTestExtension.class)
class RefusedTopicTest {

    private static final String LOBBY = "rooms:lobby";

    static class Listening {

        final List<String> heard = new ArrayList<>();

        @ChannelListener(topic = LOBBY, event = "shout")
        void heard(Payload payload, Channel channel) {
            heard.add(payload.text() + channel.isJoined());
        }
    }

    static class ListeningWithParams extends Listening {

        @Bean
        JoinParams params() {
            return attempt -> CompletableFuture.completedFuture(Map.of("topic", attempt.topic()));
        }
    }

    @Test
    void nextHandleAfterARefusalHasParamsAndListeners(SocketTest test) {
        try (AnnotationConfigApplicationContext context = start(test, ListeningWithParams.class)) {
            Channel refused = channel(context);
            test.refuseJoin(LOBBY, Map.of("reason", "\u001bbanned", "topic", LOBBY));
            assertThat(Contexts.health(context).getStatus()).isEqualTo(Status.DOWN);
            assertThat(Contexts.health(context).getDetails()).containsEntry("state", "topic refused");
            // What the client sent, here the params of the join, is masked.
            assertThat(Contexts.health(context).getDetails().get("reason").toString())
                    .startsWith("JoinRefused[response={")
                    .contains("banned", "***")
                    .doesNotContain("\u001b", LOBBY);

            CompletionStage<Payload> unused = channel(context).join();
            test.accept(test.assertJoin(LOBBY, Map.of("topic", LOBBY)));
            test.push(LOBBY, "shout", Map.of());

            assertThat(context.getBean(Listening.class).heard).containsExactly("{}true");
            assertThat(Contexts.health(context).getStatus()).isEqualTo(Status.UP);
            assertThatThrownBy(refused::join).hasMessageContaining("use the one that socket.channel(topic) returns");
        }
    }

    @Test
    void nextHandleAfterTheEndOfATopicHasListeners(SocketTest test) {
        try (AnnotationConfigApplicationContext context = start(test, Listening.class)) {
            test.acceptJoin(LOBBY);
            test.closeTopic(LOBBY);
            assertThat(Contexts.health(context).getDetails())
                    .isEqualTo(Map.of("state", "topic ended", "reason", "Ended[]", "topics", Map.of(LOBBY, "Ended[]")));
            assertThat(Contexts.health(context).getStatus()).isEqualTo(Status.DOWN);

            CompletionStage<Payload> unused = channel(context).join();
            test.acceptJoin(LOBBY);
            test.push(LOBBY, "shout", Map.of());

            assertThat(context.getBean(Listening.class).heard).containsExactly("{}true");
            assertThat(Contexts.health(context).getStatus()).isEqualTo(Status.UP);
        }
    }

    @Test
    void handleThatTheApplicationLeftJoinsAgain(SocketTest test) {
        try (AnnotationConfigApplicationContext context = start(test, Listening.class)) {
            Channel left = channel(context);
            test.acceptJoin(LOBBY);
            CompletionStage<?> unusedLeave = left.leave();
            test.acceptLeave(LOBBY);
            assertThat(Contexts.health(context).getStatus()).isEqualTo(Status.UP);
            assertThat(Contexts.health(context).getDetails())
                    .isEqualTo(Map.of("state", "up", "topics", Map.of(LOBBY, "left")));

            CompletionStage<Payload> unusedJoin = left.join();
            test.acceptJoin(LOBBY);
            test.push(LOBBY, "shout", Map.of());

            assertThat(context.getBean(Listening.class).heard).containsExactly("{}true");
        }
    }

    @Test
    void healthFollowsTheHandleThatTheApplicationJoins(SocketTest test) {
        try (AnnotationConfigApplicationContext context = start(test, Listening.class)) {
            Channel first = channel(context);
            test.acceptJoin(LOBBY);
            leave(test, first);

            Channel second = channel(context);
            assertThat(second).isNotSameAs(first);
            CompletionStage<Payload> unusedJoin = second.join();
            ClientAction.Join join = test.assertJoin(LOBBY);
            assertThat(Contexts.health(context).getDetails()).containsEntry("state", "joining");
            test.refuse(join, Map.of("reason", "banned"));
            assertThat(Contexts.health(context).getDetails())
                    .containsEntry("state", "topic refused")
                    .containsEntry("reason", "JoinRefused[response={\"reason\":\"banned\"}]");

            CompletionStage<Payload> unusedSecondJoin = second.join();
            test.acceptJoin(LOBBY);
            assertThat(Contexts.health(context).getDetails())
                    .isEqualTo(Map.of("state", "up", "topics", Map.of(LOBBY, "joined")));
            leave(test, second);
            assertThat(Contexts.health(context).getDetails())
                    .isEqualTo(Map.of("state", "up", "topics", Map.of(LOBBY, "left")));

            CompletionStage<Payload> unusedFirstJoin = first.join();
            test.acceptJoin(LOBBY);
            assertThat(Contexts.health(context).getDetails()).containsEntry("state", "up");
            test.closeTopic(LOBBY);
            assertThat(Contexts.health(context).getDetails()).containsEntry("state", "topic ended");
        }
    }

    private static void leave(SocketTest test, Channel channel) {
        CompletionStage<?> unused = channel.leave();
        test.acceptLeave(LOBBY);
    }

    private static AnnotationConfigApplicationContext start(SocketTest test, Class<?> beans) {
        AnnotationConfigApplicationContext context =
                Contexts.start(test, beans, Contexts.URI, "slipstream.clients.chat.topics=" + LOBBY);
        test.acceptConnect();
        return context;
    }

    private static Channel channel(AnnotationConfigApplicationContext context) {
        return context.getBean(ChannelSocket.class).channel(LOBBY);
    }
}
