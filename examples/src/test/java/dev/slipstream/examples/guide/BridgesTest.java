package dev.slipstream.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.channels.Channel;
import dev.slipstream.channels.ChannelMessage;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Configuration;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import io.reactivex.rxjava3.core.Flowable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.reactivestreams.FlowAdapters;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Reads the messages of a channel with Reactor and with RxJava. */
@ExtendWith(SocketTestExtension.class)
class BridgesTest {

    private static final String LOBBY = "rooms:lobby";

    private final List<String> shown = new ArrayList<>();

    private static Channel joined(SocketTest test) {
        AtomicReference<ChannelSocket> started = new AtomicReference<>();
        test.startBy(options -> {
            ChannelSocket socket = ChannelSocket.connect(Configuration.of("ws://localhost/socket/websocket"), options);
            started.set(socket);
            return socket.client();
        });
        Channel lobby = started.get().channel(LOBBY);
        lobby.join();
        test.connectAndJoin(LOBBY);
        return lobby;
    }

    private static Disposable followWithReactor(Channel lobby, Consumer<String> display) {
        Flux<ChannelMessage> messages = JdkFlowAdapter.flowPublisherToFlux(lobby.messages());
        return messages.filter(message -> message.event().equals("shout"))
                .subscribe(message -> display.accept(message.payload().text()));
    }

    private static io.reactivex.rxjava3.disposables.Disposable followWithRxJava(
            Channel lobby, Consumer<String> display) {
        Flowable<ChannelMessage> messages = Flowable.fromPublisher(FlowAdapters.toPublisher(lobby.messages()));
        return messages.filter(message -> message.event().equals("shout"))
                .subscribe(message -> display.accept(message.payload().text()));
    }

    private void showsShoutsUntilItEnds(SocketTest test, Runnable end) {
        test.push(LOBBY, "shout", Map.of("n", 1));
        test.push(LOBBY, "quiet", Map.of("n", 2));
        test.push(LOBBY, "shout", Map.of("n", 3));
        end.run();
        test.push(LOBBY, "shout", Map.of("n", 4));

        assertThat(shown).containsExactly("{\"n\":1}", "{\"n\":3}");
    }

    @Test
    void reactorReceivesMessages(SocketTest test) {
        showsShoutsUntilItEnds(test, followWithReactor(joined(test), shown::add)::dispose);
    }

    @Test
    void rxJavaReceivesMessages(SocketTest test) {
        showsShoutsUntilItEnds(test, followWithRxJava(joined(test), shown::add)::dispose);
    }
}
