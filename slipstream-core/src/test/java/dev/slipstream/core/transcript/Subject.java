package dev.slipstream.core.transcript;

import java.time.Duration;
import java.util.function.Consumer;

/** A machine under test, driven by the lines of a transcript. */
public interface Subject {

    /**
     * Applies the input that a line describes.
     *
     * @throws IllegalArgumentException if the line is unknown
     */
    void tell(String line, Duration now, Consumer<Object> effects);

    /** Informs the machine that time has passed. */
    void passTime(Duration now, Consumer<Object> effects);

    /** The machine's next deadline; null if there is none. */
    Duration nextDeadline();

    /** The machine's state in one word. */
    String state();
}
