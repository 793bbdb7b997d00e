package dev.slipstream.spring;

import dev.slipstream.RunningClient;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.StopReason;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the clients before the web server and stops them after it. Does not start a client with
 * {@code auto-startup=false}.
 *
 * <p>Spring starts the lowest phase first, and stops the highest phase first. The web server starts and stops in the
 * phase {@code MAX_VALUE - 2048}. Before it stops, it waits for the end of its requests, in the phase
 * {@code MAX_VALUE - 1024}. A client that has been closed cannot start again, so the clients neither pause nor restart
 * with the context.
 */
final class ClientLifecycle implements SmartLifecycle {

    /** The phase of the clients: below the phases of the web server. */
    static final int PHASE = Integer.MAX_VALUE - 3072;

    private final ClientNames names;
    private final SlipstreamProperties properties;
    private final BeanFactory beans;
    private final List<Handle> handles = new ArrayList<>();
    private volatile boolean isRunning;

    /** A client, started or not, and the call that closes it and waits for its end. */
    private record Handle(RunningClient client, Runnable close) {}

    ClientLifecycle(ClientNames names, SlipstreamProperties properties, BeanFactory beans) {
        this.names = names;
        this.properties = properties;
        this.beans = beans;
    }

    @Override
    public void start() {
        isRunning = true;
        for (String client : names.sockets()) {
            ChannelSocket socket = beans.getBean(ClientNames.socketBean(client), ChannelSocket.class);
            handles.add(new Handle(socket.client(), socket::close));
            if (properties.startsWithContext(client)) {
                ChannelSocket unused = socket.start();
            }
        }
        for (String client : names.callbacks()) {
            RunningClient running = beans.getBean(ClientNames.runningBean(client), RunningClient.class);
            handles.add(new Handle(running, running::close));
            if (properties.startsWithContext(client)) {
                RunningClient unused = running.start();
            }
        }
    }

    /** Begins to stop all clients, and then waits up to 10 s for the end of each. */
    @Override
    public void stop() {
        handles.forEach(one -> one.client().stop(new StopReason.Shutdown()));
        handles.forEach(one -> one.close().run());
        handles.clear();
        isRunning = false;
    }

    @Override
    public boolean isRunning() {
        return isRunning;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
