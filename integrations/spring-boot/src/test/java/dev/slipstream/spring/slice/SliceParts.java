package dev.slipstream.spring.slice;

import dev.slipstream.SlipstreamClient;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.Socket;
import dev.slipstream.spring.ChannelListener;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** The components of an application with two clients: one with channel handles, one with callbacks. */
final class SliceParts {

    private SliceParts() {}

    record Shout(String text) {}

    @Component
    static class Shouts {

        final List<String> heard = new ArrayList<>();

        @ChannelListener(topic = "rooms:*", event = "shout")
        void on(Shout shout) {
            heard.add(shout.text());
        }
    }

    /** A listener that components inherit. */
    abstract static class Whispers {

        final List<String> heard = new ArrayList<>();

        @ChannelListener(topic = "rooms:*", event = "whisper")
        void on(Shout shout) {
            heard.add(shout.text());
        }
    }

    @Component
    static class InheritedWhispers extends Whispers {}

    /** The callbacks that a component inherits. */
    abstract static class Callbacks implements SlipstreamClient {}

    @Component("feed")
    static class Feed extends Callbacks {

        private final Configuration configuration;

        Feed(@Qualifier("feed") Configuration configuration) {
            this.configuration = configuration;
        }

        @Override
        public Socket init(Socket socket) {
            return socket.connect(configuration);
        }
    }

    /** A part of the application that has nothing to do with its clients. */
    @Component
    static class Database {}
}
