package dev.slipstream.spring;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Gives the URIs of the clients, instead of the properties {@code slipstream.clients.<name>.uri}. Make a bean of this
 * type if the URI is known only when the application starts, for example because a test starts the server.
 * {@link AutoConfigurePhoenixServer} and {@link SlipstreamTest} do not use this bean.
 */
@FunctionalInterface
public interface ClientConnectionDetails extends ConnectionDetails {

    /** Returns the URI of the server's socket for this client, such as {@code wss://example.org/socket/websocket}. */
    String uri(String client);
}
