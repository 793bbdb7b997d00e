package dev.slipstream.serializer.jackson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipstream.core.PayloadMismatchException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * If a named module is closed to Jackson, the error names the missing {@code opens} line. The tests compile such a
 * module.
 */
class ClosedPackageTest {

    private static final String LINE = "\n    opens chat.model to tools.jackson.databind;";

    private static final JacksonSerializer SERIALIZER = JacksonSerializer.standard();

    @TempDir
    static Path folder;

    static ModuleLayer.Controller layer;

    @BeforeAll
    static void compile() throws Exception {
        Files.createDirectories(folder.resolve("src/chat/model"));
        Files.writeString(folder.resolve("src/module-info.java"), "module chat.app {}");
        Files.writeString(folder.resolve("src/chat/model/Chat.java"), """
                package chat.model;
                public record Chat(String user, Inner inner) {
                    record Inner(int age) {}
                    static class Bean {
                        public String name = "secret";
                    }
                }""");
        StringWriter output = new StringWriter();
        int failed = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        new PrintWriter(output),
                        new PrintWriter(output),
                        "-d",
                        folder.resolve("classes").toString(),
                        folder.resolve("src/module-info.java").toString(),
                        folder.resolve("src/chat/model/Chat.java").toString());
        assertThat(failed).as(output.toString()).isZero();

        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration = boot.configuration()
                .resolve(ModuleFinder.of(folder.resolve("classes")), ModuleFinder.of(), Set.of("chat.app"));
        layer = ModuleLayer.defineModulesWithOneLoader(
                configuration, List.of(boot), ClosedPackageTest.class.getClassLoader());
        Module app = layer.layer().findModule("chat.app").orElseThrow();
        layer.addOpens(app, "chat.model", ClosedPackageTest.class.getModule()); // so that this class can make instances
    }

    @Test
    void encodingErrorNamesMissingOpensLine() throws Exception {
        Object inner = make("chat.model.Chat$Inner", 7);
        Object chat = make("chat.model.Chat", "secret", inner);

        for (Object value : List.of(chat, inner, Map.of("secret", chat), List.of(chat), make("chat.model.Chat$Bean"))) {
            assertThatThrownBy(() -> SERIALIZER.encode(value))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .hasMessageContaining("module chat.app keeps chat.model.Chat")
                    .hasMessageEndingWith(LINE)
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void decodingErrorNamesMissingOpensLine() throws Exception {
        for (String name : List.of("chat.model.Chat", "chat.model.Chat$Inner", "chat.model.Chat$Bean")) {
            Class<?> type = layer.layer().findLoader("chat.app").loadClass(name);

            assertThatThrownBy(() -> SERIALIZER
                            .raw("{\"user\":\"secret\",\"name\":\"secret\",\"age\":1}")
                            .as(type))
                    .isInstanceOf(PayloadMismatchException.class)
                    .hasNoCause()
                    .hasMessageContaining(" as " + name)
                    .hasMessageEndingWith(LINE)
                    .hasMessageNotContaining("secret");
            assertThatThrownBy(() ->
                            SERIALIZER.raw("[{\"user\":\"secret\",\"age\":1}]").asList(type))
                    .hasMessageEndingWith(LINE);
        }
    }

    private static Object make(String name, Object... components) throws Exception {
        Constructor<?> constructor =
                layer.layer().findLoader("chat.app").loadClass(name).getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return constructor.newInstance(components);
    }
}
