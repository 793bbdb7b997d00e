package dev.slipstream.system.mistakes;

import dev.slipstream.Slipstream;
import dev.slipstream.SlipstreamClient;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Starts a client whose class path lacks some modules, or has other versions of some jars. Callers use this class
 * through an interface of the JDK, because another class loader loads it.
 */
public final class WithoutAdapters implements Callable<String> {

    /**
     * Starts a client on the class path of this JVM, without the entries whose path contains one of these names.
     *
     * @return the message of the exception that the start throws
     */
    static String started(String... missing) throws Exception {
        return startedWith(List.of(), missing);
    }

    /** Like {@link #started}, with these entries before the others. */
    @SuppressWarnings("unchecked") // the class is ours and implements exactly this type
    static String startedWith(List<Path> added, String... missing) throws Exception {
        List<URL> path = new ArrayList<>();
        for (Path entry : added) {
            path.add(entry.toUri().toURL());
        }
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Stream.of(missing).noneMatch(entry::contains)) {
                path.add(Path.of(entry).toUri().toURL());
            }
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            return ((Callable<String>) loader.loadClass(WithoutAdapters.class.getName())
                            .getConstructor()
                            .newInstance())
                    .call();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Override
    public String call() {
        try {
            Slipstream.start(new SlipstreamClient() {}).close();
        } catch (IllegalStateException thrown) {
            return Mistake.described(thrown);
        }
        throw new IllegalStateException("nothing was thrown");
    }
}
