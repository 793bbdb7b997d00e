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
 * A JUnit extension that gives each test a new {@link SocketTest}, and closes it after the test.
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
 * <p>The test method and its {@code @BeforeEach} and {@code @AfterEach} methods receive the same {@code SocketTest}.
 * The extension closes it after these methods. If closing fails, the test fails. If the test has already failed, JUnit
 * adds the error of closing as a suppressed exception. A field with {@code @RegisterExtension} also works.
 */
public final class SocketTestExtension implements ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(SocketTestExtension.class);

    /** Called by JUnit. */
    public SocketTestExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SocketTest.class;
    }

    /**
     * Returns the {@code SocketTest} of the current test.
     *
     * @throws ParameterResolutionException in a constructor or a {@code @BeforeAll} or {@code @AfterAll} method
     */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (context.getTestMethod().isEmpty() || parameter.getDeclaringExecutable() instanceof Constructor<?>) {
            throw new ParameterResolutionException("cannot pass a SocketTest to " + parameter.getDeclaringExecutable()
                    + ": it belongs to one test; declare it in the test method, or in @BeforeEach or @AfterEach");
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
