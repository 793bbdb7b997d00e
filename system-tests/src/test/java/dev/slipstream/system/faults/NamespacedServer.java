package dev.slipstream.system.faults;

import dev.slipstream.core.transport.Frame;
import dev.slipstream.system.RoomChannel;
import dev.slipstream.testkit.server.Exchange;
import dev.slipstream.testkit.server.PhoenixServer;
import dev.slipstream.testkit.server.ServerSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Phoenix server in a separate JVM, inside a {@link Namespace}. */
final class NamespacedServer implements AutoCloseable {

    private static final String END = "end";

    private final Process process;
    private final BufferedReader output;
    private final URI uri;

    private NamespacedServer(Process process) throws IOException {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.uri = URI.create(line());
    }

    static NamespacedServer start(Namespace namespace) throws IOException {
        return new NamespacedServer(new ProcessBuilder(namespace.inside(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dstdout.encoding=UTF-8",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NamespacedServer.class.getName(),
                        namespace.address().getHostAddress()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    URI uri() {
        return uri;
    }

    /** The text frames that the server has received so far from all clients. */
    List<Frame> received() throws IOException {
        process.outputWriter().append("received\n").flush();
        List<Frame> frames = new ArrayList<>();
        for (String line = line(); !line.equals(END); line = line()) {
            frames.add(new Frame.Text(line));
        }
        return frames;
    }

    private String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the server's JVM ended");
        }
        return line;
    }

    /** Closes the server's input, which ends the server. */
    @Override
    public void close() throws IOException, InterruptedException {
        process.outputWriter().close();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    /**
     * Runs in the namespace. The server listens on the given address, prints its URI, and answers each input line with
     * the received frames.
     */
    public static void main(String[] arguments) throws IOException {
        ServerSettings settings = ServerSettings.standard().withAddress(InetAddress.getByName(arguments[0]));
        try (PhoenixServer server = PhoenixServer.start(RoomChannel.endpoint(), settings);
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println(server.uri());
            while (input.readLine() != null) {
                for (Exchange exchange : server.exchanges()) {
                    if (exchange.isFromClient() && exchange.frame() instanceof Frame.Text(String text)) {
                        System.out.println(text);
                    }
                }
                System.out.println(END);
            }
        }
    }
}
