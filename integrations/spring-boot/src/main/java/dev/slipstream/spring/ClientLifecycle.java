package dev.slipstream.spring;

import dev.slipstream.RunningClient;
import dev.slipstream.channels.ChannelSocket;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the clients before the web server accepts requests, and closes them after its requests have ended.
 *
 * <p>Spring starts the lowest phase first, and stops the highest phase first. The web server waits for its requests in
 * the phase {@code MAX_VALUE - 1024}, and starts and stops in the phase {@code MAX_VALUE - 2048}. A client that has
 * been closed cannot start again, so the clients neither pause nor restart with the context.
 */
final class ClientLifecycle implements SmartLifecycle {

    /** The phase of the clients: below the phases of the web server. */
    static final int PHASE = Integer.MAX_VALUE - 3072;

    private final ClientNames names;
    private final BeanFactory beans;
    private final List<Runnable> closings = new ArrayList<>();
    private volatile boolean isRunning;

    ClientLifecycle(ClientNames names, BeanFactory beans) {
        this.names = names;
        this.beans = beans;
    }

    @Override
    public void start() {
        isRunning = true;
        for (String client : names.sockets()) {
            ChannelSocket socket = beans.getBean(ClientNames.socketBean(client), ChannelSocket.class);
            closings.add(socket::close);
            ChannelSocket unused = socket.start();
        }
        for (String client : names.callbacks()) {
            RunningClient running = beans.getBean(ClientNames.runningBean(client), RunningClient.class);
            closings.add(running::close);
            RunningClient unused = running.start();
        }
    }

    /** Closes the clients one after another, the last one first. Each close waits up to 10 s. */
    @Override
    public void stop() {
        closings.reversed().forEach(Runnable::run);
        closings.clear();
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
