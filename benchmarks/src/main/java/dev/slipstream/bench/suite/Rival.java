package dev.slipstream.bench.suite;

/**
 * A client under comparison, with a workload that takes this client about a second.
 *
 * @param kind the key of the client's samples
 * @param client the client's name as a command line argument
 * @param title the client's name in plots
 * @param way how the client connects
 * @param messages the number of messages in a full round
 * @param requests the number of requests in a full round; 0 if the client cannot have several in flight
 * @param trips the number of requests sent one after another in a full round
 */
record Rival(String kind, String client, String title, Way way, int messages, int requests, int trips) {

    /** How a client connects. */
    enum Way {
        PLAIN,
        TLS,
        /** To a path where the server compresses each message, if the client offers compression. */
        COMPRESSED
    }

    static final Rival JDK = new Rival("jdk", "JDK WebSocket, bare", 500_000, 80_000, 8000);
    static final Rival TYRUS = new Rival("tyrus", "Tyrus, bare", 250_000, 40_000, 6000);
    static final Rival JAVA_PHOENIX = new Rival("java-phoenix", "JavaPhoenixClient 1.3.1", 60_000, 15_000, 4000);
    static final Rival PHOENIX_JS = new Rival("phoenix-js", "phoenix.js 1.8, node", 300_000, 50_000, 8000);
    static final Rival OURS_JDK = new Rival("slipstream-jdk", "Slipstream, JDK, callbacks", 400_000, 80_000, 8000);
    static final Rival CHANNELS_JDK =
            new Rival("channels-jdk", "Slipstream, JDK, channel handles", 400_000, 60_000, 8000);
    static final Rival SESSION_JDK = new Rival("session-jdk", "Slipstream, JDK, session", 250_000, 0, 8000);
    static final Rival OURS_TYRUS =
            new Rival("slipstream-tyrus", "Slipstream, Tyrus, callbacks", 250_000, 40_000, 6000);
    static final Rival OURS_NETTY =
            new Rival("slipstream-netty", "Slipstream, Netty, callbacks", 500_000, 80_000, 8000);
    static final Rival CHANNELS_NETTY =
            new Rival("channels-netty", "Slipstream, Netty, channel handles", 500_000, 60_000, 8000);
    static final Rival SESSION_NETTY = new Rival("session-netty", "Slipstream, Netty, session", 250_000, 0, 8000);
    static final Rival SESSION_TYRUS = new Rival("session-tyrus", "Slipstream, Tyrus, session", 200_000, 0, 6000);
    static final Rival JDK_TLS = JDK.withTls();
    static final Rival OURS_JDK_TLS = OURS_JDK.withTls();
    static final Rival OURS_NETTY_TLS = OURS_NETTY.withTls();
    static final Rival JAVA_PHOENIX_COMPRESSED = JAVA_PHOENIX.withCompression();
    static final Rival PHOENIX_JS_COMPRESSED = PHOENIX_JS.withCompression();

    Rival(String kind, String title, int messages, int requests, int trips) {
        this(kind, kind, title, Way.PLAIN, messages, requests, trips);
    }

    /** The client's name in rows of the table. */
    String brief() {
        return switch (client) {
            case "jdk" -> "bare JDK";
            case "tyrus" -> "bare Tyrus";
            case "java-phoenix" -> "JavaPhoenixClient";
            case "phoenix-js" -> "phoenix.js";
            default -> title;
        };
    }

    private Rival withTls() {
        return new Rival(kind + "-tls", client, title + ", TLS", Way.TLS, messages, requests, trips);
    }

    private Rival withCompression() {
        return new Rival(kind + "-deflate", client, title + ", compression", Way.COMPRESSED, messages, requests, trips);
    }
}
