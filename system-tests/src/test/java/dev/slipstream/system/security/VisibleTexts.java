package dev.slipstream.system.security;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** Every text that a run showed to somebody outside the client, with the place where it was seen. */
final class VisibleTexts {

    private final Queue<String> all = new ConcurrentLinkedQueue<>();

    void see(String where, Object shown) {
        all.add(where + ": " + shown);
    }

    /** Its text, where it came from, and what it bears with it, as a log would print them. */
    void seeThrown(String where, Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        see(where, text);
    }

    int count() {
        return all.size();
    }

    /** How many texts there were of a place. */
    long count(String where) {
        return all.stream().filter(text -> text.startsWith(where + ": ")).count();
    }

    /** All with this text. */
    List<String> with(String text) {
        return all.stream().filter(seen -> seen.contains(text)).toList();
    }

    /** Waits until something with this text was seen. */
    void await(String text, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (all.stream().noneMatch(seen -> seen.contains(text))) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("nothing was seen of " + text);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** What should not be seen. */
    List<String> canaries() {
        return all.stream().filter(Canary::isIn).toList();
    }
}
