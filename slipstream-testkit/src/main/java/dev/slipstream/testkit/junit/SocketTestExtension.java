package dev.slipstream.testkit.junit;

import dev.slipstream.testkit.SocketTest;
import java.lang.reflect.Constructor;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a {@link SocketTest} of its own, and closes it when the test has ended.
 *
 * <pre>{@code
 * @ExtendWith(SocketTestExtension.class)
 * class LobbyTest {
 *     @Test
 *     void joinsTheLobby(SocketTest test) {
 *         test.start(new Lobby());
 *         test.connectAndJoin("rooms:lobby");
 *     }
 * }
 * }</pre>
 *
 * <p>Parameters of the test and of methods before and after each test are the same one. It is closed after all methods
 * behind the test have run; what that finds wrong fails the test, or stands beside its failure as suppressed. Registered in
 * a field by {@code @RegisterExtension} it does the same.
 */
public final class SocketTestExtension implements ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(SocketTestExtension.class);

    /** Makes the extension; JUnit does. */
    public SocketTestExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SocketTest.class;
    }

    /**
     * Returns the one of the test.
     *
     * @throws ParameterResolutionException in a constructor, or before or after all tests: there is no test yet
     */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (context.getTestMethod().isEmpty() || parameter.getDeclaringExecutable() instanceof Constructor<?>) {
            throw new ParameterResolutionException("a SocketTest belongs to one test: take it as a parameter of "
                    + "the test or of a method before or after each, not of " + parameter.getDeclaringExecutable());
        }
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        SocketTest known = store.get(SocketTest.class, SocketTest.class);
        if (known != null) {
            return known;
        }
        SocketTest made = SocketTest.open();
        store.put(SocketTest.class, made);
        return made;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        SocketTest made = context.getStore(NAMESPACE).remove(SocketTest.class, SocketTest.class);
        if (made != null) {
            made.close();
        }
    }
}
