package dev.slipstream.system.architecture;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a user's module that requires {@code dev.slipstream.api}, with the built modules on its module path. */
final class UserModule {

    private static final String DECLARATION = "module example.user { requires dev.slipstream.api; }";

    private UserModule() {}

    /**
     * Compiles a class of the module.
     *
     * @param output the folder for the classes
     * @return the errors of javac in English; empty if the class compiles
     */
    static List<String> compile(String name, String source, Path output) {
        String path = Stream.of("dev.slipstream.api", "dev.slipstream.core")
                .map(module -> Built.module(module).location().toString())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> options = List.of("--release", "21", "-proc:none", "-d", output.toString(), "-p", path);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> refused = new DiagnosticCollector<>();
        List<JavaFileObject> sources =
                List.of(new Source("module-info", DECLARATION), new Source("example/user/" + name, source));
        try (StandardJavaFileManager files = compiler.getStandardFileManager(refused, Locale.ENGLISH, null)) {
            compiler.getTask(null, files, refused, options, null, sources).call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return refused.getDiagnostics().stream()
                .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                .map(one -> one.getMessage(Locale.ENGLISH))
                .toList();
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String path, String text) {
            super(URI.create("string:///" + path + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreErrors) {
            return text;
        }
    }
}
