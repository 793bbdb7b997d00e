package dev.slipstream.system.architecture;

import static dev.slipstream.system.architecture.Rule.LIBRARIES;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What holds so that a hostile server, or a hostile network, gets nowhere. */
final class Guard {

    /** The modules that test others. They run servers and make certificates. */
    private static final Set<String> TESTING = Set.of(
            "dev.slipstream.simulation",
            "dev.slipstream.testkit",
            "dev.slipstream.testkit.server",
            "dev.slipstream.transport.contract");

    /** The modules of a program in production. */
    private static final Predicate<Built> SHIPPED = LIBRARIES.and(built -> !TESTING.contains(built.name()));

    static final Rule TRUST_IS_THE_PLATFORMS = Rule.that(
            "nothing decides by itself whom to trust",
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
                    .notIn("dev.slipstream.transport.tyrus.container.HostCheckedTls")); // which switches the check on

    static final Rule NOTHING_OF_THE_SYSTEM_IS_SHOWN = Rule.that(
            "cookies, passwords and proxies of the whole JVM are not asked for",
            SHIPPED,
            Ban.on(
                    "java.net.CookieHandler",
                    "java.net.CookieManager",
                    "java.net.Authenticator",
                    "java.net.PasswordAuthentication",
                    "java.net.ProxySelector#getDefault",
                    "#cookieHandler",
                    "#authenticator"));

    static final Rule MASKS_ARE_THE_LIBRARYS = Rule.that(
            "the masks of frames are made by the websocket's library, from a secure source",
            SHIPPED,
            Ban.on("org.glassfish.tyrus.core.MaskingKeyGenerator", "java.util.Random", "java.lang.Math#random"));

    static final Rule WORDS_STAY_WORDS = Rule.that(
            "what a server says names no class, no file and no program, and is no format",
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
                    "java.lang.Runtime#exec"));

    static final Rule PATTERNS_ARE_CONSTANT =
            new Rule("a pattern of a logger is a constant", SHIPPED, module -> LogPatterns.in(module.location()));

    static final List<Rule> RULES = List.of(
            TRUST_IS_THE_PLATFORMS,
            NOTHING_OF_THE_SYSTEM_IS_SHOWN,
            MASKS_ARE_THE_LIBRARYS,
            WORDS_STAY_WORDS,
            PATTERNS_ARE_CONSTANT);

    private Guard() {}
}
