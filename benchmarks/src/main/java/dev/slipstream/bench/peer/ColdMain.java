package dev.slipstream.bench.peer;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A new process with one client, which joins a topic and sends its first requests.
 *
 * <p>Arguments: the kind of client, and the server's URI. First prints the nanoseconds from the beginning of {@code
 * main} until the topic is joined. Each line of the input is a number. For each line, the process sends that many
 * requests, 64 in flight, and prints the number.
 *
 * <p>It uses no library besides the client's. Otherwise some classes that the client needs could be loaded before the
 * measurement.
 */
public final class ColdMain {

    private static final int IN_FLIGHT = 64;
    private static final int BYTES = 100;

    private ColdMain() {}

    public static void main(String[] args) throws Exception {
        long begin = System.nanoTime();
        Peer peer = Peers.of(args[0]);
        peer.connect(URI.create(args[1]), 1);
        System.out.println(System.nanoTime() - begin);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            peer.echo(Integer.parseInt(line), IN_FLIGHT, BYTES);
            System.out.println(line);
        }
        System.exit(0); // some clients leave threads that would keep the process alive
    }
}
