package dev.slipstream.system.swap;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.netty.channel.EventLoop;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes jars that look like older versions of a library. Such a jar is a copy of the library's jar on the class path
 * without one class.
 *
 * @param library a class in the jar
 * @param newClass the class that the older version lacks, with slashes
 * @param version the version of the copy
 */
public record OldJar(Class<?> library, String newClass, String version) {

    private static final Pattern FILE_NAME = Pattern.compile("[a-z-]+-(\\d[\\w.]*)\\.jar");

    /** Jackson's annotations in the version that Spring Boot 3.5 sets, which Jackson 3.2 cannot use. */
    public static OldJar annotations() {
        return new OldJar(JsonProperty.class, "com/fasterxml/jackson/annotation/JsonSerializeAs", "2.19.2");
    }

    /** A jar of Netty 4.1, which Spring Boot 3.5 sets and {@code slipstream-transport-netty} cannot use. */
    public static OldJar netty() {
        return new OldJar(EventLoop.class, "io/netty/channel/SingleThreadIoEventLoop", "4.1.121.Final");
    }

    /** Copies the jar. Replaces its version in its name, its manifest and its properties. */
    public Path copyTo(Path folder) throws Exception {
        Path current = Path.of(
                library.getProtectionDomain().getCodeSource().getLocation().toURI());
        String name = current.getFileName().toString();
        Matcher parts = FILE_NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalStateException(name + " has no version");
        }
        String newer = parts.group(1);
        Path target = folder.resolve(name.replace(newer, version));
        try (JarFile jar = new JarFile(current.toFile());
                JarOutputStream copy = new JarOutputStream(Files.newOutputStream(target))) {
            Enumeration<JarEntry> entries = jar.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().startsWith(newClass)) {
                    continue;
                }
                copy.putNextEntry(new JarEntry(entry.getName()));
                try (InputStream content = jar.getInputStream(entry)) {
                    copy.write(older(entry.getName(), content.readAllBytes(), newer));
                }
                copy.closeEntry();
            }
        }
        return target;
    }

    private byte[] older(String name, byte[] content, String newer) {
        return name.equals(JarFile.MANIFEST_NAME) || name.endsWith(".properties")
                ? new String(content, StandardCharsets.UTF_8)
                        .replace(newer, version)
                        .getBytes(StandardCharsets.UTF_8)
                : content;
    }
}
