package dev.slipstream.spring;

import dev.slipstream.StartOptions;
import dev.slipstream.core.Configuration;

/**
 * A bean that changes what the properties and the other beans set. Override one method or both. The starter calls all
 * customizers, in the order of the beans, when it makes the client.
 *
 * <pre>{@code
 * @Bean
 * ClientCustomizer restarts() {
 *     return new ClientCustomizer() {
 *         @Override
 *         public void options(String client, StartOptions.Builder options) {
 *             options.restart(RestartPolicy.PERMANENT);
 *         }
 *     };
 * }
 * }</pre>
 */
public interface ClientCustomizer {

    /** Changes the configuration of this client, such as its backoff. */
    default void configuration(String client, Configuration.Builder configuration) {}

    /**
     * Changes the options of this client, such as its restarts, its transport or its serializer.
     *
     * <p>A listener that is set with {@code telemetry} receives the observations in addition to the {@code Telemetry}
     * beans and the starter's meters and spans. If several customizers set a listener, only the listener of the last
     * customizer is used. In a {@link SlipstreamTest}, the transport, the executor and the seed that you set have no
     * effect, because the test sets its own.
     */
    default void options(String client, StartOptions.Builder options) {}
}
