package dev.slipstream.core.transcript;

import java.time.Duration;
import java.util.function.Consumer;

/** A machine as transcripts know it: told things in lines of text. */
public interface Subject {

    /**
     * Tells the machine what the line says.
     *
     * @throws IllegalArgumentException if the line says nothing that is known
     */
    void tell(String line, Duration now, Consumer<Object> effects);

    /** Tells the machine that time went on. */
    void passTime(Duration now, Consumer<Object> effects);

    /** When the machine wants to be told; null if never. */
    Duration nextDeadline();

    /** In a word, where the machine stands. */
    String state();
}
