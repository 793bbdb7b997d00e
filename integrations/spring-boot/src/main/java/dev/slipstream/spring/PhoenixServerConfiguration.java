package dev.slipstream.spring;

import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;

/** The beans of {@link AutoConfigurePhoenixServer}. */
@Configuration(proxyBeanMethods = false)
class PhoenixServerConfiguration {

    @Bean(destroyMethod = "close")
    PhoenixServer phoenixServer(ObjectProvider<UserSocket> sockets) {
        return PhoenixServer.start(sockets.orderedStream().toArray(UserSocket[]::new));
    }

    @Bean
    @Fallback
    ClientConnectionDetails phoenixServerConnection(PhoenixServer server) {
        return client -> server.uri().toString();
    }
}
