package dev.slipstream.system.architecture;

import static dev.slipstream.system.architecture.Rule.CORE;

import java.util.List;

/** Rules for core: the same inputs give the same effects in any JVM. */
final class Purity {

    private static final String LONG_ACCESS = "dev.slipstream.core.machine.websocket.LongAccess";
    private static final String SERIAL_QUEUE = "dev.slipstream.core.machine.websocket.SerialQueue";

    static final Rule NO_THREADS = Rule.that(
            "core has no threads",
            CORE,
            Ban.on(
                            "java.util.concurrent..",
                            "java.util.Timer",
                            "java.util.TimerTask",
                            "java.lang.Thread",
                            "java.lang.ThreadGroup",
                            "java.lang.ThreadLocal",
                            "java.lang.Process",
                            "java.lang.ProcessBuilder",
                            "java.lang.Runtime",
                            "java.lang.invoke.VarHandle",
                            "#parallel",
                            "#parallelStream",
                            "java.util.Arrays#parallelSort",
                            "java.util.Arrays#parallelPrefix",
                            "java.util.Arrays#parallelSetAll",
                            "java.lang.Object#wait",
                            "java.lang.Object#notify",
                            "java.lang.Object#notifyAll")
                    // Users supply credentials and join params asynchronously; core never waits for them.
                    .except(
                            "dev.slipstream.core.Credentials -> java.util.concurrent.CompletionStage",
                            "dev.slipstream.core.JoinParams -> java.util.concurrent.CompletionStage",
                            "dev.slipstream.core.ConfigurationOptions -> java.util.concurrent.CompletableFuture",
                            // Payloads of these types are refused.
                            "dev.slipstream.core.PayloadChecks -> java.util.concurrent.CompletionStage",
                            "dev.slipstream.core.PayloadChecks -> java.util.concurrent.Future",
                            // Threads of transports share the queue. The queue starts no thread and never waits.
                            SERIAL_QUEUE + " -> java.util.concurrent.ConcurrentLinkedQueue",
                            SERIAL_QUEUE + " -> java.util.concurrent.atomic.AtomicInteger",
                            // This VarHandle only reads and writes arrays, without volatile or atomic access.
                            LONG_ACCESS + " -> java.lang.invoke.VarHandle"));

    static final Rule NO_CLOCKS = Rule.that(
            "core has no clock",
            CORE,
            Ban.on(
                    "java.lang.System#nanoTime",
                    "java.lang.System#currentTimeMillis",
                    "java.time..#now",
                    "java.time.Clock",
                    "java.time.InstantSource",
                    "java.util.Date",
                    "java.util.Calendar",
                    "java.util.GregorianCalendar"));

    static final Rule NO_RANDOMNESS = Rule.that(
            "core has no source of randomness",
            CORE,
            Ban.on(
                    "java.util.Random",
                    "java.util.concurrent.ThreadLocalRandom",
                    "java.security..",
                    "java.util.SplittableRandom#new/0",
                    "java.util.random.RandomGenerator#of",
                    "java.util.random.RandomGenerator#getDefault",
                    "java.util.random.RandomGeneratorFactory",
                    "java.lang.Math#random",
                    "java.util.UUID#randomUUID",
                    "java.util.Collections#shuffle"));

    private static final String LOOPBACK = "dev.slipstream.core.transport.LoopbackProxySelector";
    private static final String PROXY_CHOICE = "dev.slipstream.core.transport.ProxyChoice";
    private static final String SERVER_URI = "dev.slipstream.core.ServerUri";
    private static final String FAILURES = "dev.slipstream.core.transport.HandshakeFailures";

    static final Rule NO_IO = Rule.that(
            "core does no I/O",
            CORE,
            Ban.on(
                            "java.io..",
                            "java.nio.channels..",
                            "java.nio.file..",
                            "java.net..",
                            "javax..",
                            "java.net.ProxySelector#*",
                            "javax.net.ssl.SSLContext#*",
                            "java.net.URI#toURL",
                            "java.lang.System#in",
                            "java.lang.System#out",
                            "java.lang.System#err",
                            "java.lang.System#getLogger",
                            "java.lang.System#load",
                            "java.lang.System#loadLibrary",
                            "#printStackTrace")
                    .except(
                            "java.net.URI",
                            "java.net.URISyntaxException",
                            // This class is pure: it encodes names with tables of the JDK, and asks no name server.
                            SERVER_URI + " -> java.net.IDN",
                            // Core only passes these types on to the transport.
                            "java.net.ProxySelector",
                            "javax.net.ssl.SSLContext",
                            // This class only compares the addresses that a transport passes; it opens nothing.
                            LOOPBACK + " -> java.net.ProxySelector",
                            LOOPBACK + " -> java.net.Proxy",
                            LOOPBACK + " -> java.net.SocketAddress",
                            LOOPBACK + " -> java.net.InetSocketAddress",
                            LOOPBACK + " -> java.net.InetAddress",
                            LOOPBACK + " -> java.io.IOException",
                            // This class queries the selector that a transport passes.
                            PROXY_CHOICE + " -> java.net.ProxySelector",
                            PROXY_CHOICE + " -> java.net.Proxy",
                            PROXY_CHOICE + " -> java.net.SocketAddress",
                            PROXY_CHOICE + " -> java.net.InetSocketAddress",
                            // This class classifies the exceptions of libraries.
                            FAILURES + " -> java.io.EOFException",
                            FAILURES + " -> java.net.ConnectException",
                            FAILURES + " -> java.net.NoRouteToHostException",
                            FAILURES + " -> java.net.SocketException",
                            FAILURES + " -> java.net.UnknownHostException",
                            FAILURES + " -> java.nio.channels.UnresolvedAddressException",
                            FAILURES + " -> javax.net.ssl.SSLException"));

    static final Rule NO_ENVIRONMENT = Rule.that(
            "core does not read its environment",
            CORE,
            Ban.on(
                    "java.lang.System#getenv",
                    "java.lang.System#getProperty",
                    "java.lang.System#getProperties",
                    "java.lang.System#lineSeparator",
                    "java.lang.System#setProperty",
                    "java.lang.ClassLoader",
                    "java.lang.ref..",
                    "java.util.ServiceLoader",
                    "java.util.Locale#getDefault",
                    "java.util.TimeZone#getDefault",
                    "java.time.ZoneId#systemDefault",
                    "java.nio.charset.Charset#defaultCharset",
                    "java.lang.String#toLowerCase/0",
                    "java.lang.String#toUpperCase/0"));

    static final Rule NO_UNSTABLE_ORDER = Rule.that(
            "core has no collection whose order differs from run to run",
            CORE,
            Ban.on(
                    "java.util.HashMap",
                    "java.util.HashSet",
                    "java.util.Hashtable",
                    "java.util.IdentityHashMap",
                    "java.util.Properties",
                    "java.util.WeakHashMap",
                    "java.util.Map#of",
                    "java.util.Map#ofEntries",
                    "java.util.Map#copyOf",
                    "java.util.Set#of",
                    "java.util.Set#copyOf",
                    "java.util.stream.Collectors#groupingBy/1",
                    "java.util.stream.Collectors#groupingBy/2",
                    "java.util.stream.Collectors#groupingByConcurrent",
                    "java.util.stream.Collectors#toConcurrentMap",
                    "java.util.stream.Collectors#toMap/2",
                    "java.util.stream.Collectors#toMap/3",
                    "java.util.stream.Collectors#toSet",
                    "java.util.stream.Collectors#toUnmodifiableMap",
                    "java.util.stream.Collectors#toUnmodifiableSet",
                    "java.lang.System#identityHashCode"));

    static final List<Rule> RULES =
            List.of(NO_THREADS, NO_CLOCKS, NO_RANDOMNESS, NO_IO, NO_ENVIRONMENT, NO_UNSTABLE_ORDER);

    private Purity() {}
}
