package dev.slipstream.transport.netty;

import static java.util.stream.Collectors.joining;

import io.netty.util.Version;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains why the classes of Netty cannot be linked: usually another BOM sets an older version. */
final class NettyVersions {

    /** The version that this module is compiled with. */
    static final String NETTY = "4.2.20.Final";

    private static final Pattern NETTY_CLASS = Pattern.compile("io[./]netty[./][\\w$./]*[\\w$]");

    private NettyVersions() {}

    /** Names the class, the versions that were found, and the version that is needed. */
    static String explained(LinkageError fault) {
        return "cannot link " + culprit(fault) + "; found " + found() + "; needed: Netty " + NETTY
                + " or later; import io.netty:netty-bom " + NETTY + " before other BOMs such as Spring Boot's, or use"
                + " slipstream-transport-jdk if another library needs Netty 4.1";
    }

    private static String culprit(LinkageError fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            Matcher name = NETTY_CLASS.matcher(String.valueOf(cause.getMessage()));
            if (name.find()) {
                return "class " + name.group().replace('/', '.');
            }
        }
        return "the classes of Netty, because " + fault.getClass().getName() + " was thrown";
    }

    /** Returns the version of Netty. If the jars have several versions, returns each version and its artifacts. */
    static String found() {
        TreeMap<String, Set<String>> artifacts = new TreeMap<>();
        try {
            Version.identify(NettyVersions.class.getClassLoader())
                    .values()
                    .forEach(jar -> artifacts
                            .computeIfAbsent(jar.artifactVersion(), version -> new TreeSet<>())
                            .add(jar.artifactId()));
        } catch (LinkageError missing) {
            return "no netty-common";
        }
        if (artifacts.isEmpty()) {
            return "Netty of an unknown version";
        }
        return artifacts.size() == 1
                ? "Netty " + artifacts.firstKey()
                : artifacts.entrySet().stream()
                        .map(version ->
                                "Netty " + version.getKey() + " (" + String.join(", ", version.getValue()) + ")")
                        .collect(joining(" and "));
    }
}
