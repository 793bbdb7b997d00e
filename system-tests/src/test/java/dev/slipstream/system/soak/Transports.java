package dev.slipstream.system.soak;

import dev.slipstream.StartOptions;
import dev.slipstream.core.transport.TransportProvider;
import java.util.ServiceLoader;

/** Finds a transport by its name, because all transports are on the class path. */
final class Transports {

    private Transports() {}

    static StartOptions options(String name) {
        TransportProvider provider = ServiceLoader.load(TransportProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no transport named " + name));
        return StartOptions.builder().transport(provider).build();
    }
}
