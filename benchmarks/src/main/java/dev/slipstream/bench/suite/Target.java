package dev.slipstream.bench.suite;

import dev.slipstream.testkit.server.TestCertificate;
import java.io.IOException;
import java.net.URI;

/** A server that clients are measured with: the {@link Server} of the benchmarks, or the user's own Phoenix. */
interface Target extends AutoCloseable {

    /** Does some work of a client. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    /** Returns the user's server if the run has its URI. Otherwise starts the server of the benchmarks. */
    static Target of(Stage stage) throws IOException, InterruptedException {
        URI own = stage.uri();
        return own == null ? Server.start(stage) : new UserServer(own);
    }

    /** Starts the server of the benchmarks with TLS. */
    static Target secure(Stage stage, TestCertificate certificate) throws IOException, InterruptedException {
        return Server.secure(stage, certificate);
    }

    /** The URI for clients that need the whole path. */
    String uri();

    /** The URI for clients that append {@code /websocket}. */
    String mount();

    /** Like {@link #mount}, at a path where the server compresses messages for clients that offer compression. */
    String compressedMount();

    /** Chooses whether the server writes each frame by itself, if the server has both modes. */
    void writeSingly(boolean isSingle) throws IOException, InterruptedException;

    /**
     * Does some work, and checks with the server's counters that the work was done.
     *
     * @param who the client's title, for the message of a failure
     * @param messages the number of messages that the client receives in the work
     * @param requests the number of requests that the client sends in the work
     * @throws IllegalStateException if the server has other counts
     */
    <T> T checked(String who, long messages, long requests, Work<T> work) throws IOException, InterruptedException;

    @Override
    void close();
}
