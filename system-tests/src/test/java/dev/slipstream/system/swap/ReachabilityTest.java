package dev.slipstream.system.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipstream.system.RoomChannel;
import dev.slipstream.testkit.server.PhoenixServer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The native image metadata of a transport lists exactly the classes of the transport and its websocket library that a
 * client uses by reflection.
 *
 * <p>The transport over Netty is left out, because it uses no reflection itself, and Netty's jars have their own
 * metadata.
 *
 * <p>The metadata lists no classes of the JDK or of Jackson, and no classes in {@code META-INF/services}. Tools that
 * build native images find these classes themselves.
 */
class ReachabilityTest {

    private static final Pattern OURS = Pattern.compile("(dev\\.slipstream\\.transport|org\\.glassfish|jakarta)\\..*");
    private static final Pattern TYPE = Pattern.compile("\"type\": \"([^\"]+)\"");

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "tyrus"})
    @Timeout(600)
    void metadataListsReflectiveAccess(String transport, @TempDir Path scratch) throws Exception {
        Program program = new Program(Files.createDirectory(scratch.resolve("program")));
        String module = "dev.slipstream.transport." + transport;
        Set<String> reached;
        try (PhoenixServer server = PhoenixServer.start(RoomChannel.endpoint())) {
            reached = program.reflection(
                    "Visitor",
                    List.of("dev.slipstream.serializer.jackson", module),
                    server.uri().toString());
        }

        assertThat(reached).contains("dev.slipstream.serializer.jackson.JacksonSerializerProvider");
        reached.removeIf(type -> !OURS.matcher(type).matches() || type.endsWith("TransportProvider"));
        assertThat(reached).isEqualTo(named(transport));
    }

    private static Set<String> named(String transport) throws Exception {
        String path = "/META-INF/native-image/dev.slipstream/slipstream-transport-" + transport
                + "/reachability-metadata.json";
        try (InputStream metadata = ReachabilityTest.class.getResourceAsStream(path)) {
            String text = metadata == null ? "" : new String(metadata.readAllBytes(), StandardCharsets.UTF_8);
            Set<String> types = new TreeSet<>();
            TYPE.matcher(text).results().forEach(match -> types.add(match.group(1)));
            return types;
        }
    }
}
