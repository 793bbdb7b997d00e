package dev.slipstream.system.architecture;

import static dev.slipstream.system.architecture.Rule.LIBRARIES;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Rules that protect against a hostile server or network. */
final class SecurityRules {

    /** The modules for tests. They run servers and make certificates. */
    private static final Set<String> TESTING = Set.of(
            "dev.slipstream.simulation",
            "dev.slipstream.testkit",
            "dev.slipstream.testkit.server",
            "dev.slipstream.transport.contract");

    /** The modules of a program in production. */
    private static final Predicate<Built> SHIPPED = LIBRARIES.and(built -> !TESTING.contains(built.name()));

    static final Rule PLATFORM_DECIDES_TRUST = Rule.that(
            "no code makes its own TLS trust decisions",
            SHIPPED,
            Ban.on(
                            "javax.net.ssl.TrustManager",
                            "javax.net.ssl.X509TrustManager",
                            "javax.net.ssl.X509ExtendedTrustManager",
                            "javax.net.ssl.TrustManagerFactory",
                            "javax.net.ssl.HostnameVerifier",
                            "javax.net.ssl.SSLContext#getInstance",
                            "#setEndpointIdentificationAlgorithm",
                            "#setHostnameVerifier")
                    .notIn(
                            "dev.slipstream.transport.tyrus.container.HostCheckedTls", // checks the host name
                            "dev.slipstream.transport.netty.NettyRoute")); // checks the host name

    static final Rule NO_SECRETS_OF_THE_JVM = Rule.that(
            "cookies, passwords and proxies of the JVM are not used",
            SHIPPED,
            Ban.on(
                    "java.net.CookieHandler",
                    "java.net.CookieManager",
                    "java.net.Authenticator",
                    "java.net.PasswordAuthentication",
                    "java.net.ProxySelector#getDefault",
                    "#cookieHandler",
                    "#authenticator"));

    static final Rule MASKS_ARE_SECURE = Rule.that(
            "the masks of frames are from a secure source",
            SHIPPED,
            Ban.on("org.glassfish.tyrus.core.MaskingKeyGenerator", "java.util.Random", "java.lang.Math#random"));

    static final Rule SERVER_DATA_IS_ONLY_DATA = Rule.that(
            "server data never names a class, a file or a program, and is never a format",
            SHIPPED,
            Ban.on(
                            "java.lang.Class#forName",
                            "java.lang.ClassLoader#loadClass",
                            "java.lang.ClassLoader#getResource",
                            "java.lang.ClassLoader#getResourceAsStream",
                            "java.lang.Class#getResource",
                            "java.lang.Class#getResourceAsStream",
                            "java.lang.reflect.Method",
                            "java.lang.reflect.Constructor",
                            "java.lang.reflect.Field",
                            "java.lang.reflect.Proxy",
                            "java.io.File",
                            "java.nio.file..",
                            "java.lang.String#format",
                            "java.lang.String#formatted",
                            "java.util.Formatter",
                            "java.text..",
                            "javax.script..",
                            "javax.naming..",
                            "java.lang.ProcessBuilder",
                            "java.lang.Runtime#exec")
                    // These two classes call the annotated methods of the application's beans.
                    .notIn("dev.slipstream.spring.ChannelListeners", "dev.slipstream.spring.ListenerMethod"));

    static final Rule PATTERNS_ARE_CONSTANT =
            new Rule("the pattern of a log call is a constant", SHIPPED, module -> LogPatterns.in(module.location()));

    static final List<Rule> RULES = List.of(
            PLATFORM_DECIDES_TRUST,
            NO_SECRETS_OF_THE_JVM,
            MASKS_ARE_SECURE,
            SERVER_DATA_IS_ONLY_DATA,
            PATTERNS_ARE_CONSTANT);

    private SecurityRules() {}
}
