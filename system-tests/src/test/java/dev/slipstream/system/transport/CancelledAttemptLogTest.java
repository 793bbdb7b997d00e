package dev.slipstream.system.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.transport.tyrus.container.ChannelOptions;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With Tyrus, an attempt that is cancelled when TCP is just connected leaves no line in the user's log. */
class CancelledAttemptLogTest {

    private final List<LogRecord> lines = new CopyOnWriteArrayList<>();
    private final List<Logger> loggers = List.of(Logger.getLogger("org.glassfish"), Logger.getLogger("dev.slipstream"));
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void watchTheLog() {
        handler.setLevel(Level.INFO);
        for (Logger logger : loggers) {
            logger.addHandler(handler);
            logger.setUseParentHandlers(false); // keeps the build's output clean
        }
    }

    @AfterEach
    void stopWatching() {
        for (Logger logger : loggers) {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
    }

    @Test
    void closedSocketIsConfiguredWithoutALine() throws Exception {
        TCPNIOTransport grizzly = TCPNIOTransportBuilder.newInstance().build();
        SocketChannel closed = SocketChannel.open();
        closed.close();

        new ChannelOptions().postConfigure(grizzly, closed);

        assertThat(lines).isEmpty();
        TCPNIOTransport.DEFAULT_CHANNEL_CONFIGURATOR.postConfigure(grizzly, closed);
        assertThat(lines).as("lines of Grizzly's own configurator").isNotEmpty();
    }
}
