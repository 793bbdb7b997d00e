package dev.slipstream.system.security;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** All texts of a run that are visible outside of the client, each with its place. */
final class VisibleTexts {

    private final Queue<String> all = new ConcurrentLinkedQueue<>();

    void see(String place, Object shown) {
        all.add(place + ": " + shown);
    }

    /** Adds the exception's stack trace with its causes, as a log prints it. */
    void seeThrown(String place, Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        see(place, text);
    }

    int count() {
        return all.size();
    }

    /** The number of texts from a place. */
    long count(String place) {
        return all.stream().filter(text -> text.startsWith(place + ": ")).count();
    }

    /** The texts that contain this text. */
    List<String> with(String text) {
        return all.stream().filter(seen -> seen.contains(text)).toList();
    }

    /** Whether a line of a text matches this regular expression. */
    boolean hasLine(String pattern) {
        return all.stream().flatMap(String::lines).anyMatch(line -> line.matches(pattern));
    }

    /** Waits for a text that contains this text. */
    void await(String text, Duration patience) {
        awaitAt("", text, patience);
    }

    /** Waits for a text that contains this text, from a place whose name begins with {@code place}. */
    void awaitAt(String place, String text, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (all.stream().noneMatch(seen -> seen.startsWith(place) && seen.contains(text))) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("no text contains " + text);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    /**
     * Removes the messages of user code's exceptions from a line of our log at the level ERROR. Such a line shows these
     * exceptions whole.
     */
    private static String withoutUsers(String text) {
        boolean isError = text.startsWith("log of dev.slipstream: ") && text.contains("SEVERE: client ");
        return isError ? text.replace(Canary.USERS, "") : text;
    }

    /** The texts that contain a secret. */
    List<String> canaries() {
        return all.stream().filter(text -> Canary.isIn(withoutUsers(text))).toList();
    }
}
