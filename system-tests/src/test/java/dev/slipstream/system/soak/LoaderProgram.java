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
 * Has a {@link Guest} in a class loader of its own, and tells whether that can be collected: while the guest is there, and when
 * it has left. It takes what the guest takes.
 */
final class LoaderProgram {

    private static final long MOMENT_NANOS = 300_000_000L;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private LoaderProgram() {}

    public static void main(String[] arguments) throws InterruptedException {
        WeakReference<ClassLoader> loader = visited(List.of(arguments));
        Report.tell("collected when it has left", isCollected(loader, PATIENCE_NANOS));
    }

    /** In a method of its own: a thread that has ended still knows its loader, and this one must be forgotten. */
    private static WeakReference<ClassLoader> visited(List<String> arguments) throws InterruptedException {
        CountDownLatch leave = new CountDownLatch(1);
        AtomicReference<String> thrown = new AtomicReference<>("");
        WeakReference<ClassLoader> loader;
        Thread visit = begun(arguments, leave, thrown);
        loader = new WeakReference<>(visit.getContextClassLoader());
        Report.tell("collected while it is there", isCollected(loader, MOMENT_NANOS));
        leave.countDown();
        visit.join();
        Report.tell("thrown", thrown.get());
        return loader;
    }

    private static Thread begun(List<String> arguments, CountDownLatch leave, AtomicReference<String> thrown) {
        URLClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
        Thread visit = new Thread(() -> visit(loader, arguments, leave, thrown));
        visit.setContextClassLoader(loader);
        visit.start();
        return visit;
    }

    @SuppressWarnings("unchecked") // it is the guest, and nothing else
    private static void visit(
            ClassLoader loader, List<String> arguments, CountDownLatch leave, AtomicReference<String> thrown) {
        try {
            var guest = (BiConsumer<List<String>, CountDownLatch>) loader.loadClass(Guest.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            guest.accept(arguments, leave);
        } catch (Throwable e) {
            thrown.set(e.toString()); // and not the exception, which is of the loader's classes
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
