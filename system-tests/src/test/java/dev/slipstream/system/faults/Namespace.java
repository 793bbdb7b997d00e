package dev.slipstream.system.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A network namespace on this machine. Packets reach the namespace over a virtual link and through a firewall.
 *
 * <p>This class uses iproute2 and nftables, needs root, and removes the namespace, the link and the firewall when it is
 * closed. The addresses are in the block for benchmark tests (RFC 2544).
 */
final class Namespace implements AutoCloseable {

    private static final String NAME = "slipstream-";
    private static final Pattern COUNTED = Pattern.compile("counter packets (\\d+)");

    /** How many subnets of the address block are searched for a free one. */
    private static final int NETWORKS = 64;

    private final String name;
    private final String link;
    private final String prefix;

    private Namespace(String name, String link, String prefix) {
        this.name = name;
        this.link = link;
        this.prefix = prefix;
    }

    /** The reason why this machine cannot create a namespace; empty if it can. */
    static Optional<String> obstacle() throws InterruptedException {
        try {
            if (!Command.run("id", "-u").strip().equals("0")) {
                return Optional.of("not running as root");
            }
            Command.run("nft", "--version");
            try (Namespace trial = create()) {
                trial.drop();
                trial.pass();
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    static Namespace create() throws IOException, InterruptedException {
        removeForgotten();
        long pid = ProcessHandle.current().pid();
        Namespace made = new Namespace(NAME + pid, "slip" + pid % 10_000_000, freePrefix((int) (pid % NETWORKS)));
        try {
            made.connect();
            return made;
        } catch (IOException e) {
            try {
                made.close();
            } catch (IOException half) {
                e.addSuppressed(half);
            }
            throw e;
        }
    }

    /** Removes the namespaces of JVMs that were killed. */
    private static void removeForgotten() throws IOException, InterruptedException {
        for (String line : Command.run("ip", "netns", "list").lines().toList()) {
            String name = line.split(" ")[0];
            if (name.matches(NAME + "\\d+")
                    && ProcessHandle.of(Long.parseLong(name.substring(NAME.length())))
                            .isEmpty()) {
                Command.run("ip", "netns", "del", name);
            }
        }
    }

    private static String freePrefix(int first) throws IOException, InterruptedException {
        String taken = Command.run("ip", "-4", "addr", "show");
        for (int i = 0; i < NETWORKS; i++) {
            String prefix = "198.18." + (first + i) % NETWORKS + ".";
            if (!taken.contains(prefix)) {
                return prefix;
            }
        }
        throw new IOException("all networks of 198.18.0.0/18 are taken");
    }

    private void connect() throws IOException, InterruptedException {
        Command.run("ip", "netns", "add", name);
        Command.run("ip", "link", "add", link, "type", "veth", "peer", "name", "server", "netns", name);
        Command.run("ip", "addr", "add", prefix + "1/30", "dev", link);
        Command.run("ip", "link", "set", link, "up");
        Command.run("ip", "-n", name, "addr", "add", prefix + "2/30", "dev", "server");
        Command.run("ip", "-n", name, "link", "set", "lo", "up");
        Command.run("ip", "-n", name, "link", "set", "server", "up");
    }

    /** The address at the namespace's end of the link. */
    InetAddress address() throws IOException {
        return InetAddress.getByName(prefix + "2");
    }

    /** Prefixes a command so that it runs in the namespace. */
    String[] inside(String... words) {
        String[] all = new String[words.length + 4];
        System.arraycopy(new String[] {"ip", "netns", "exec", name}, 0, all, 0, 4);
        System.arraycopy(words, 0, all, 4, words.length);
        return all;
    }

    // ------------------------------------------------------------------------------------------------------- faults

    /** Drops every packet in both directions, without any notice to the sender. */
    void drop() throws IOException, InterruptedException {
        filter("counter drop", "counter drop");
    }

    /** Answers every TCP packet to the server with a reset. */
    void reset() throws IOException, InterruptedException {
        filter("meta l4proto tcp counter reject with tcp reset", "accept");
    }

    /** Drops this percentage of packets at random, in both directions. */
    void lose(int percent) throws IOException, InterruptedException {
        String some = "numgen random mod 100 < " + percent + " counter drop";
        filter(some, some);
    }

    /** Takes the link down at the namespace's end. */
    void unplug() throws IOException, InterruptedException {
        Command.run("ip", "-n", name, "link", "set", "server", "down");
    }

    /** Removes all faults. */
    void pass() throws IOException, InterruptedException {
        nft("flush ruleset\n");
        Command.run("ip", "-n", name, "link", "set", "server", "up");
    }

    /** The number of packets that the current firewall rules have matched. */
    long taken() throws IOException, InterruptedException {
        return COUNTED.matcher(Command.run(inside("nft", "list", "ruleset")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .mapToLong(Long::parseLong)
                .sum();
    }

    private void filter(String coming, String going) throws IOException, InterruptedException {
        nft("""
                flush ruleset
                table inet faults {
                    chain coming { type filter hook input priority 0; iifname "server" %s; }
                    chain going { type filter hook output priority 0; oifname "server" %s; }
                }
                """.formatted(coming, going));
    }

    private void nft(String rules) throws IOException, InterruptedException {
        Command.runWith(rules, inside("nft", "-f", "-"));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            Command.run("ip", "link", "del", link); // deleting the namespace removes the link, too, but later
        } finally {
            Command.run("ip", "netns", "del", name);
        }
    }
}
