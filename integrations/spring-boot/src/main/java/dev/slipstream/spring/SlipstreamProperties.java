package dev.slipstream.spring;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties below {@code slipstream}. A property that does not exist, such as a misspelled one, fails the start.
 *
 * @param clients the clients by name. The name is part of the names of the client's beans
 * @param autoStartup whether the clients are started with the context, unless a client sets its own value
 * @param metrics the meters of the clients
 * @param tracing the spans of the clients
 */
@ConfigurationProperties(prefix = SlipstreamProperties.PREFIX, ignoreUnknownFields = false)
public record SlipstreamProperties(
        @DefaultValue Map<String, ClientProperties> clients,
        @DefaultValue("true") boolean autoStartup,
        @DefaultValue Switch metrics,
        @DefaultValue Switch tracing) {

    static final String PREFIX = "slipstream";
    static final String CLIENTS = PREFIX + ".clients";

    /**
     * Whether a part of the starter is on.
     *
     * @param enabled true by default
     */
    public record Switch(@DefaultValue("true") boolean enabled) {}

    public SlipstreamProperties {
        clients = Map.copyOf(clients);
    }

    /** Whether the client is started with the context. */
    boolean startsWithContext(String client) {
        Boolean own = client(client).autoStartup();
        return own == null ? autoStartup : own;
    }

    /**
     * The properties of a client.
     *
     * @throws ClientSettingsException if the client has no properties
     */
    ClientProperties client(String name) {
        ClientProperties found = clients.get(name);
        if (found == null) {
            throw new ClientSettingsException(
                    "There are no properties " + CLIENTS + "." + name + ".",
                    "Set " + CLIENTS + "." + name + ".uri. The clients are " + clients.keySet() + ".");
        }
        return found;
    }
}
