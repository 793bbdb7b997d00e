package dev.slipstream.spring;

import java.util.List;

/**
 * The names of the clients that the starter runs.
 *
 * @param sockets the clients with channel handles
 * @param callbacks the clients with callbacks: each has a {@code SlipstreamClient} bean of its name
 */
record ClientNames(List<String> sockets, List<String> callbacks) {

    ClientNames {
        sockets = List.copyOf(sockets);
        callbacks = List.copyOf(callbacks);
    }

    static String configurationBean(String client) {
        return client + "Configuration";
    }

    static String socketBean(String client) {
        return client + "Socket";
    }

    static String runningBean(String client) {
        return client + "Client";
    }
}
