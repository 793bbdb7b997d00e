package dev.slipstream.spring;

import dev.slipstream.testkit.SocketTest;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The beans of a {@link SlipstreamTest}: each client connects to a {@link SocketTest} with its name as qualifier. */
@Configuration(proxyBeanMethods = false)
class PlayedServerConfiguration {

    private static final String SERVERS = "slipstreamPlayedServers";

    /** {@link PlayedServerExtension} closes this bean. If Spring closed it, a failure of the close would be hidden. */
    @Bean(name = SERVERS, destroyMethod = "")
    PlayedServers playedServers() {
        return new PlayedServers();
    }

    @Bean
    TestServerUri playedServerUri() {
        return client -> "ws://localhost/socket/websocket";
    }

    @Bean
    static BeanDefinitionRegistryPostProcessor playedServerDefinitions(Environment environment) {
        return registry -> ConfiguredClients.in(environment).forEach(client -> {
            RootBeanDefinition definition = new RootBeanDefinition(SocketTest.class);
            definition.setFactoryBeanName(SERVERS);
            definition.setFactoryMethodName("of");
            definition.setDestroyMethodName("");
            definition.getConstructorArgumentValues().addIndexedArgumentValue(0, client);
            definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, client));
            registry.registerBeanDefinition(client + "SocketTest", definition);
        });
    }
}
