package dev.slipstream.system.soak;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * Runs an {@link IsolatedProgram} in a separate class loader. Prints whether that loader can be collected while the
 * program runs and after it ended. Arguments: transport, URI.
 */
final class LoaderProgram {

    private static final long SHORT_NANOS = 300_000_000L;
    private static final long TIMEOUT_NANOS = 60_000_000_000L;

    private LoaderProgram() {}

    public static void main(String[] arguments) throws InterruptedException {
        WeakReference<ClassLoader> loader = runProgram(List.of(arguments));
        ProgramReport.print("collected after the end", isCollected(loader, TIMEOUT_NANOS));
    }

    /**
     * Runs the program in a separate method, so that no local variable of the caller holds the thread of the program.
     * An ended thread still references its class loader.
     */
    private static WeakReference<ClassLoader> runProgram(List<String> arguments) throws InterruptedException {
        CountDownLatch leave = new CountDownLatch(1);
        AtomicReference<String> thrown = new AtomicReference<>("");
        WeakReference<ClassLoader> loader;
        Thread thread = start(arguments, leave, thrown);
        loader = new WeakReference<>(thread.getContextClassLoader());
        ProgramReport.print("collected while running", isCollected(loader, SHORT_NANOS));
        leave.countDown();
        thread.join();
        ProgramReport.print("thrown", thrown.get());
        return loader;
    }

    private static Thread start(List<String> arguments, CountDownLatch leave, AtomicReference<String> thrown) {
        URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        Thread thread = new Thread(() -> runInLoader(loader, arguments, leave, thrown));
        thread.setContextClassLoader(loader);
        thread.start();
        return thread;
    }

    @SuppressWarnings("unchecked") // IsolatedProgram has this type
    private static void runInLoader(
            ClassLoader loader, List<String> arguments, CountDownLatch leave, AtomicReference<String> thrown) {
        try {
            var program = (BiConsumer<List<String>, CountDownLatch>) loader.loadClass(IsolatedProgram.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            program.accept(arguments, leave);
        } catch (Throwable e) {
            thrown.set(e.toString()); // the exception itself would keep the loader
        }
    }

    private static boolean isCollected(WeakReference<ClassLoader> loader, long nanos) {
        long end = System.nanoTime() + nanos;
        while (loader.get() != null && System.nanoTime() < end) {
            System.gc();
            LockSupport.parkNanos(50_000_000);
        }
        return loader.get() == null;
    }

    private static URL[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(LoaderProgram::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
