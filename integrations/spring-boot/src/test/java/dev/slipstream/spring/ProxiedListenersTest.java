package dev.slipstream.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipstream.core.Payload;
import dev.slipstream.testkit.SocketTest;
import dev.slipstream.testkit.junit.SocketTestExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;

/** Listeners of beans with proxies are called through the proxy, for example in a transaction. */
@ExtendWith(SocketTestExtension.class)
class ProxiedListenersTest {

    interface Heard {

        void heard(Payload payload);
    }

    /** Records the calls of the listener, and the calls of its proxy. */
    static class Shouts implements Heard {

        final List<String> calls = new ArrayList<>();

        @Override
        @ChannelListener(topic = "rooms:lobby", event = "shout")
        public void heard(Payload payload) {
            calls.add("listener " + payload.text());
        }
    }

    static class NotInTheInterface implements Heard {

        @Override
        public void heard(Payload payload) {}

        @ChannelListener(topic = "rooms:lobby", event = "shout")
        void hidden() {}
    }

    static class PrivateListener {

        @ChannelListener(topic = "rooms:lobby", event = "shout")
        private void hidden() {}
    }

    static class Advised {

        final Shouts shouts = new Shouts();

        @Bean
        MethodInterceptor advice() {
            return call -> {
                shouts.calls.add("advice");
                return call.proceed();
            };
        }
    }

    static class InterfaceProxy extends Advised {

        @Bean
        static BeanNameAutoProxyCreator proxies() {
            return creator(false);
        }

        @Bean
        Object target() {
            return shouts;
        }
    }

    static class ClassProxy extends Advised {

        @Bean
        static BeanNameAutoProxyCreator proxies() {
            return creator(true);
        }

        @Bean
        Object target() {
            return shouts;
        }
    }

    static class HiddenByInterfaceProxy extends InterfaceProxy {

        @Bean
        @Override
        Object target() {
            return new NotInTheInterface();
        }
    }

    static class HiddenByClassProxy extends ClassProxy {

        @Bean
        @Override
        Object target() {
            return new PrivateListener();
        }
    }

    private static BeanNameAutoProxyCreator creator(boolean ofClasses) {
        BeanNameAutoProxyCreator creator = new BeanNameAutoProxyCreator();
        creator.setBeanNames("target");
        creator.setInterceptorNames("advice");
        creator.setProxyTargetClass(ofClasses);
        return creator;
    }

    @ParameterizedTest
    @ValueSource(classes = {InterfaceProxy.class, ClassProxy.class})
    void proxyIsCalled(Class<? extends Advised> beans, SocketTest test) {
        try (AnnotationConfigApplicationContext context = Contexts.start(test, beans, Contexts.URI, Contexts.TOPICS)) {
            test.acceptConnect();
            test.acceptJoin("rooms:lobby");
            test.push("rooms:lobby", "shout", Map.of());

            assertThat(context.getBean(beans).shouts.calls).containsExactly("advice", "listener {}");
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {HiddenByInterfaceProxy.class, HiddenByClassProxy.class})
    void listenerThatTheProxyHidesIsAnalyzed(Class<?> beans) {
        try (AnnotationConfigApplicationContext context = Contexts.unstarted(beans, Contexts.URI, Contexts.TOPICS)) {
            FailureAnalysis analysis = Contexts.analysis(catchThrowable(context::refresh));

            assertThat(analysis.getDescription()).contains(".hidden", "the proxy of its bean does not have it");
        }
    }
}
