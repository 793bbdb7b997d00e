package dev.slipstream.system.swap;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Makes a jar like jackson-annotations 2.19.2, which Spring Boot 3.5 sets and Jackson 3.2 cannot use. */
public final class OldAnnotations {

    private static final String NEW_CLASS = "com/fasterxml/jackson/annotation/JsonSerializeAs";

    private OldAnnotations() {}

    /** Copies the jar from the class path, removes its newest class, and writes the older version into its manifest. */
    public static Path copyTo(Path folder) throws Exception {
        Path target = folder.resolve("jackson-annotations-2.19.2.jar");
        Path current = Path.of(JsonProperty.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (JarFile jar = new JarFile(current.toFile())) {
            Manifest manifest = new Manifest(jar.getManifest());
            manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "2.19.2");
            try (JarOutputStream copy = new JarOutputStream(Files.newOutputStream(target), manifest)) {
                Enumeration<JarEntry> entries = jar.entries();
                while (entries.hasMoreElements()) {
                    JarEntry entry = entries.nextElement();
                    if (entry.getName().startsWith(NEW_CLASS) || entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        continue;
                    }
                    copy.putNextEntry(new JarEntry(entry.getName()));
                    try (InputStream content = jar.getInputStream(entry)) {
                        content.transferTo(copy);
                    }
                    copy.closeEntry();
                }
            }
        }
        return target;
    }
}
