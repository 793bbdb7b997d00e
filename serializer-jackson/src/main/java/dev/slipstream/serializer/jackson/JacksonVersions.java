package dev.slipstream.serializer.jackson;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.security.CodeSource;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.PackageVersion;

/** Explains why the classes of Jackson cannot be linked: usually another BOM sets an older version of one jar. */
final class JacksonVersions {

    /** The versions that this module is compiled with. {@code slipstream-bom} sets the same versions. */
    static final String ANNOTATIONS = "2.22";

    static final String JACKSON = "3.2.4";

    private static final Pattern JACKSON_CLASS =
            Pattern.compile("(com[./]fasterxml[./]jackson|tools[./]jackson)[./][\\w$./]*[\\w$]");

    private static final Pattern ANNOTATIONS_JAR = Pattern.compile("jackson-annotations-([\\w.-]+)\\.jar");

    private JacksonVersions() {}

    /** Names the class, the versions that were found, and the versions that are needed. */
    static String explained(LinkageError fault) {
        return "cannot link " + culprit(fault) + "; found " + found()
                + "; needed: jackson-annotations " + ANNOTATIONS + ", jackson-core " + JACKSON
                + " and jackson-databind "
                + JACKSON + " or later; import dev.slipstream:slipstream-bom before other BOMs such as Spring Boot's,"
                + " or set the versions of com.fasterxml.jackson.core:jackson-annotations,"
                + " tools.jackson.core:jackson-core and tools.jackson.core:jackson-databind";
    }

    private static String culprit(LinkageError fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            Matcher name = JACKSON_CLASS.matcher(String.valueOf(cause.getMessage()));
            if (name.find()) {
                return "class " + name.group().replace('/', '.');
            }
        }
        return "the classes of Jackson, because " + fault.getClass().getName() + " was thrown";
    }

    static String found() {
        return "jackson-annotations " + version(JacksonVersions::annotations)
                + ", jackson-core " + version(() -> PackageVersion.VERSION.toString())
                + ", jackson-databind "
                + version(() -> tools.jackson.databind.cfg.PackageVersion.VERSION.toString());
    }

    private static String version(Supplier<@Nullable String> version) {
        try {
            String found = version.get();
            return found == null ? "of an unknown version" : found;
        } catch (LinkageError missing) {
            return "missing";
        }
    }

    /**
     * Returns the version of the jar of the annotations. The jar has no class with its version. On the module path,
     * only its file name shows the version.
     */
    private static @Nullable String annotations() {
        String version = JsonProperty.class.getPackage().getImplementationVersion();
        CodeSource source = JsonProperty.class.getProtectionDomain().getCodeSource();
        if (version != null || source == null) {
            return version;
        }
        Matcher name = ANNOTATIONS_JAR.matcher(source.getLocation().getPath());
        return name.find() ? name.group(1) : null;
    }
}
