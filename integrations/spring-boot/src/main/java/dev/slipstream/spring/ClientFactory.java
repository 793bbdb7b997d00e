package dev.slipstream.spring;

import dev.slipstream.RunningClient;
import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import dev.slipstream.StartOptions;
import dev.slipstream.channels.ChannelSocket;
import dev.slipstream.core.Configuration;
import dev.slipstream.core.JoinParams;
import dev.slipstream.core.Telemetry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.springframework.beans.factory.BeanFactory;

/**
 * Makes the beans of the clients. The bean definitions of {@link ClientDefinitions} refer to the methods of this class
 * by name. This class makes the clients but does not start them: {@link ClientLifecycle} starts them when all beans
 * exist.
 */
final class ClientFactory {

    private final SlipstreamProperties properties;
    private final ClientConfigurations configurations;
    private final BeansOfClient beans;
    private final BeanFactory context;
    private final ClientRuntime runtime;
    private final StartOptions common;
    private final ClientTelemetry telemetry;
    private final List<ClientCustomizer> customizers;
    private final Map<String, ClientWatch> watches = new ConcurrentHashMap<>();
    private final Map<String, ConfiguredChannels> channels = new ConcurrentHashMap<>();

    /**
     * Makes a factory.
     *
     * @param common the options that all clients share
     * @param telemetry makes the listener of each client
     */
    ClientFactory(
            SlipstreamProperties properties,
            ClientConfigurations configurations,
            BeansOfClient beans,
            BeanFactory context,
            ClientRuntime runtime,
            StartOptions common,
            ClientTelemetry telemetry,
            List<ClientCustomizer> customizers) {
        this.properties = properties;
        this.configurations = configurations;
        this.beans = beans;
        this.context = context;
        this.runtime = runtime;
        this.common = common;
        this.telemetry = telemetry;
        this.customizers = List.copyOf(customizers);
    }

    /** Makes the bean with the configuration of a client. */
    Configuration configuration(String client) {
        return configurations.of(client);
    }

    /** Makes the bean with the channel handles of a client. The client joins its topics when it is started. */
    ChannelSocket socket(String client) {
        AtomicReference<ChannelSocket> made = new AtomicReference<>();
        RunningClient unused = runtime.prepare(client, base -> {
            Configuration configuration = configurationBean(client);
            StartOptions options = options(client, base);
            ChannelSocket prepared = prepared(client, () -> ChannelSocket.prepare(configuration, options));
            made.setPlain(prepared);
            return prepared.client();
        });
        ChannelSocket socket = made.getPlain();
        List<String> topics = topics(client);
        ClientWatch watch = watch(client);
        watch.watch(socket, topics);
        ConfiguredChannels configured = new ConfiguredChannels(socket, beans.find(JoinParams.class, client), watch);
        channels.put(client, configured);
        topics.forEach(topic -> prepared(client, () -> {
            configured.join(topic);
            return topic;
        }));
        return socket;
    }

    /** The topics in the properties of a client, in order and without duplicates. */
    List<String> topics(String client) {
        return properties.client(client).topics().stream().distinct().toList();
    }

    /** The channels of a client with channel handles. */
    ConfiguredChannels channels(String client) {
        context.getBean(ClientNames.socketBean(client)); // puts the channels into the map
        return Objects.requireNonNull(channels.get(client));
    }

    /** Makes the bean with the handle of a client with callbacks. */
    RunningClient running(String client) {
        if (!properties.client(client).topics().isEmpty()) {
            throw new ClientSettingsException(
                    "The property " + SlipstreamProperties.CLIENTS + "." + client + ".topics has no effect: the bean "
                            + client + " is a client with callbacks, which joins its topics itself.",
                    "Remove the property, and join the topics in handleConnect.");
        }
        ClientWatch watch = watch(client);
        RunningClient running = runtime.prepare(client, base -> {
            StartOptions options = options(client, base);
            if (context.isPrototype(client)) {
                Supplier<SlipstreamClient> clients =
                        () -> new WatchedClient(context.getBean(client, SlipstreamClient.class), watch);
                return prepared(client, () -> Slipstream.prepare(clients, options));
            }
            WatchedClient watched = new WatchedClient(context.getBean(client, SlipstreamClient.class), watch);
            return prepared(client, () -> Slipstream.prepare(watched, options));
        });
        watch.watch(running);
        return running;
    }

    /** Returns the watch of a client, even if the bean of the client does not exist yet. */
    ClientWatch watch(String client) {
        return watches.computeIfAbsent(client, name -> new ClientWatch());
    }

    private Configuration configurationBean(String client) {
        return context.getBean(ClientNames.configurationBean(client), Configuration.class);
    }

    /** Makes the options of a client. A customizer can add a telemetry listener, but cannot remove another listener. */
    private StartOptions options(String client, StartOptions base) {
        StartOptions.Builder builder = common.toBuilder().label(client);
        customizers.forEach(customizer -> customizer.options(client, builder));
        StartOptions chosen = builder.build();
        return runtime.options(base, chosen).toBuilder()
                .telemetry(Telemetry.all(base.telemetry(), telemetry.of(client), chosen.telemetry()))
                .build();
    }

    private static <T> T prepared(String client, Supplier<T> preparation) {
        try {
            return preparation.get();
        } catch (IllegalArgumentException | IllegalStateException refused) {
            throw new ClientSettingsException(
                    "The Slipstream client " + client + " cannot be made: " + refused.getMessage(),
                    "Correct the properties " + SlipstreamProperties.CLIENTS + "." + client + ".*, the options that a"
                            + " ClientCustomizer sets, or the dependencies of the application.",
                    refused);
        }
    }
}
