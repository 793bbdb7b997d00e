package dev.slipstream.transport.tyrus.container;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import org.glassfish.grizzly.nio.ChannelConfigurator;
import org.glassfish.grizzly.nio.NIOTransport;

/**
 * Sets the options of each socket.
 *
 * <p>Replaces Grizzly's own configurator, which logs three stack traces if an attempt is cancelled directly after TCP
 * was connected. For such an attempt this class logs nothing, because the listener receives the reason why the attempt
 * ended.
 */
public final class ChannelOptions implements ChannelConfigurator {

    private static final System.Logger LOG = System.getLogger(ChannelOptions.class.getName());

    /** Makes the configurator; it has no state. */
    public ChannelOptions() {}

    @Override
    public void preConfigure(NIOTransport grizzly, SelectableChannel channel) throws IOException {
        channel.configureBlocking(false);
    }

    @Override
    public void postConfigure(NIOTransport grizzly, SelectableChannel channel) {
        if (channel instanceof NetworkChannel socket) {
            set(socket, StandardSocketOptions.SO_KEEPALIVE);
            set(socket, StandardSocketOptions.TCP_NODELAY);
        }
    }

    private static void set(NetworkChannel socket, SocketOption<Boolean> option) {
        try {
            socket.setOption(option, true);
        } catch (IOException e) {
            if (socket.isOpen()) { // otherwise the attempt was cancelled
                LOG.log(
                        System.Logger.Level.WARNING,
                        "cannot set {0} on a socket: {1}; the websocket works without it",
                        option.name(),
                        e.getClass().getName());
            }
        }
    }
}
