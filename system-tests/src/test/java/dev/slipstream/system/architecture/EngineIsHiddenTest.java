package dev.slipstream.system.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.slipstream.core.Socket;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A user's module can use {@link Socket}, but cannot name the internal types of core and api, because their packages
 * are not exported to all modules.
 */
class EngineIsHiddenTest {

    @TempDir
    static Path output;

    @Test
    void userModuleCanUseSocket() {
        assertThat(UserModule.compile("Lobby", """
                        package example.user;

                        import dev.slipstream.SlipstreamClient;
                        import dev.slipstream.core.Configuration;
                        import dev.slipstream.core.Socket;

                        public final class Lobby implements SlipstreamClient {
                            @Override
                            public Socket init(Socket socket) {
                                return socket.connect(Configuration.of("ws://localhost/socket/websocket"));
                            }

                            @Override
                            public Socket handleConnect(Socket socket) {
                                return socket.join("rooms:lobby");
                            }
                        }
                        """, output)).isEmpty();
    }

    @Test
    void userModuleCannotNameEngineTypes() {
        Set<String> engine = engineTypes();

        assertThat(engine)
                .hasSizeGreaterThan(20)
                .contains(
                        "dev.slipstream.core.state.LiveSocket",
                        "dev.slipstream.core.state.SocketState",
                        "dev.slipstream.core.machine.client.ClientMachine",
                        "dev.slipstream.core.machine.connection.ConnectionMachine",
                        "dev.slipstream.process.ClientProcess",
                        "dev.slipstream.process.ConnectionProcess");
        StringBuilder source = new StringBuilder("package example.user;\ninterface Names {\n");
        engine.forEach(type -> source.append("    Class<?> %s = %s.class;\n".formatted(type.replace('.', '_'), type)));
        List<String> refused = UserModule.compile("Names", source.append("}\n").toString(), output);
        assertThat(refused)
                .hasSameSizeAs(engine)
                .allSatisfy(message -> assertThat(message).containsAnyOf("is not visible", "does not export it"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not allowed to extend sealed class  | abstract class Own implements dev.slipstream.core.Socket {}",
                "cannot find symbol | interface Own { static Object s(dev.slipstream.core.Socket it) { return it.state(); } }",
                "cannot find symbol | interface Own { static Object s(dev.slipstream.core.Socket it) { return it.scope(); } }"
            })
    void userModuleCannotImplementOrInspectSocket(String error, String source) {
        assertThat(UserModule.compile("Own", "package example.user;\n" + source, output))
                .singleElement()
                .asString()
                .contains(error);
    }

    /**
     * Checks all methods of {@link Socket}, also bridge methods, because code completion shows them. The rule {@link
     * GeneralRules#NO_LEAKS} checks all other exported types.
     */
    @Test
    void socketMembersUseNoEngineTypes() {
        assertThat(Arrays.stream(Socket.class.getMethods()).flatMap(EngineIsHiddenTest::named))
                .isNotEmpty()
                .allSatisfy(type -> assertThat(type.isPrimitive()
                                || type.getName().startsWith("java.")
                                || type.getPackage().equals(Socket.class.getPackage()))
                        .as(type.getName())
                        .isTrue());
        assertThat(Socket.class.getMethods()).extracting(Member::isSynthetic).containsOnly(false);
        assertThat(GeneralRules.NO_LEAKS.violations().apply(Built.module("dev.slipstream.core")))
                .isEmpty();
    }

    private static Stream<Class<?>> named(Method method) {
        return Stream.of(
                        Stream.of(method.getReturnType()),
                        Arrays.stream(method.getParameterTypes()),
                        Arrays.stream(method.getExceptionTypes()))
                .<Class<?>>flatMap(types -> types)
                .map(type -> {
                    Class<?> element = type;
                    while (element.isArray()) {
                        element = element.getComponentType();
                    }
                    return element;
                });
    }

    /** The public types in packages that core and api do not export to all modules. */
    private static Set<String> engineTypes() {
        Set<String> found = new TreeSet<>();
        for (Built module : List.of(Built.module("dev.slipstream.core"), Built.module("dev.slipstream.api"))) {
            module.classes().stream()
                    .filter(JavaClass::isTopLevelClass)
                    .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                    .filter(type -> !module.exportedPackages().contains(type.getPackageName()))
                    .forEach(type -> found.add(type.getName()));
        }
        return found;
    }
}
