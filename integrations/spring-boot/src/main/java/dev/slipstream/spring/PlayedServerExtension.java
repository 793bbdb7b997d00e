package dev.slipstream.spring;

import dev.slipstream.testkit.SocketTest;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Passes the {@link SocketTest} to a test whose application has one client. After each test, closes every
 * {@code SocketTest} of the test's context.
 */
final class PlayedServerExtension implements ParameterResolver, AfterEachCallback {

    /** Leaves parameters with {@code @Autowired} or {@code @Qualifier} to Spring. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SocketTest.class
                && !parameter.isAnnotated(Autowired.class)
                && !parameter.isAnnotated(Qualifier.class);
    }

    @Override
    public SocketTest resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return SpringExtension.getApplicationContext(context).getBean(SocketTest.class);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        SpringExtension.getApplicationContext(context)
                .getBean(PlayedServers.class)
                .close();
    }
}
