package dev.slipstream.core;

/**
 * A caller on another thread that waits for an answer.
 *
 * <p>It may be kept, in an assign say, and answered by a later callback with {@link Socket#answer}. Answering twice, or
 * after the caller gave up, does nothing.
 *
 * @param <T> what the caller waits for
 * @param id unique within one client
 */
@SuppressWarnings("UnusedTypeParameter") // it ties the answer to the question: socket.answer(from, value)
public record From<T>(long id) {}
