package dev.slipstream.spring;

import dev.slipstream.testkit.phoenix.UserSocket;
import dev.slipstream.testkit.server.PhoenixServer;
import java.net.URI;
import java.util.Arrays;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of {@link AutoConfigurePhoenixServer}. */
@Configuration(proxyBeanMethods = false)
class PhoenixServerConfiguration {

    @Bean(destroyMethod = "close")
    PhoenixServer phoenixServer(ObjectProvider<UserSocket> sockets) {
        return PhoenixServer.start(sockets.orderedStream().toArray(UserSocket[]::new));
    }

    @Bean
    TestServerUri phoenixServerUri(PhoenixServer server, ListableBeanFactory beans) {
        return client -> uri(client, server, beans).toString();
    }

    /** The URI of the socket with the client's name as qualifier, or of the first socket. */
    private static URI uri(String client, PhoenixServer server, ListableBeanFactory beans) {
        return Arrays.stream(beans.getBeanNamesForType(UserSocket.class))
                .filter(bean -> BeanFactoryAnnotationUtils.isQualifierMatch(client::equals, bean, beans))
                .map(bean -> server.uri(beans.getBean(bean, UserSocket.class).path()))
                .findFirst()
                .orElseGet(server::uri);
    }
}
