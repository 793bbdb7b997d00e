package example;

import dev.slipstream.StartOptions;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Configuration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/** A client as a bean, without the starter. */
@Component
class ChatBeans {

    record Shout(String text) {}

    final List<String> shouts = new CopyOnWriteArrayList<>();

    @Bean
    ChannelSocket chat(@Value("${chat.uri}") String uri) {
        ChannelSocket socket = ChannelSocket.prepare(Configuration.of(uri), StartOptions.standard());
        socket.channel("rooms:lobby").on("shout", Shout.class, shout -> shouts.add(shout.text()));
        socket.channel("rooms:lobby").join();
        return socket;
    }

    @Bean
    SmartLifecycle chatLifecycle(ChannelSocket chat) {
        return new SmartLifecycle() {
            private volatile boolean isRunning;

            @Override
            public void start() {
                chat.start();
                isRunning = true;
            }

            @Override
            public void stop() {
                chat.close();
                isRunning = false;
            }

            @Override
            public boolean isRunning() {
                return isRunning;
            }

            @Override
            public int getPhase() {
                return Integer.MAX_VALUE - 3072; // the client starts before the web server and stops after it
            }
        };
    }
}
