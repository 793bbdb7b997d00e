package dev.slipstream.bench.suite;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** A child process that answers each line with one line. It exits when its input is closed. */
final class Child implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(12);
    private static final Duration ENDING = Duration.ofSeconds(20);
    private static final String GONE = "";
    private static final JsonMapper JSON = new JsonMapper();

    private final String name;
    private final Process process;
    private final Path log;
    private final PrintStream input;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.input = new PrintStream(process.getOutputStream(), true, UTF_8);
    }

    static Child start(String name, List<String> command, Path log) throws IOException {
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        Child child = new Child(name, process, log);
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Thread.ofVirtual().start(child::listen);
        return child;
    }

    private void listen() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            reader.lines().forEach(answers::add);
        } catch (IOException | UncheckedIOException e) {
            System.err.println(name + " cannot be read: " + e);
        }
        answers.add(GONE);
    }

    /** Sends a line, and waits for the answer. */
    <T> T ask(String line, Class<T> type) throws InterruptedException, IOException {
        send(line);
        return answer(type);
    }

    void send(String line) {
        input.println(line);
    }

    /** Waits for the next answer. */
    <T> T answer(Class<T> type) throws InterruptedException, IOException {
        return JSON.readValue(line(), type);
    }

    /**
     * The CPU time of the whole process since its start.
     *
     * @throws IOException if the operating system does not report it
     */
    long cpuNanos() throws IOException {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IOException("the CPU time of " + name + " is unknown on this system"))
                .toNanos();
    }

    private String line() throws InterruptedException, IOException {
        String line = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (line == null || line.equals(GONE)) {
            throw new IOException(name
                    + (line == null ? " did not answer in time; its log:\n" : " has ended; its log:\n")
                    + Files.readString(log));
        }
        return line;
    }

    @Override
    public void close() {
        input.close();
        try {
            if (!process.waitFor(ENDING.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
