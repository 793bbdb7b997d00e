package dev.slipstream.bench.suite;

import java.io.IOException;
import java.net.URI;

/**
 * The user's own Phoenix server. It has no counters to compare with. The clients themselves wait for each message and
 * reply, and fail if one does not come.
 */
record UserServer(URI address) implements Target {

    private static final String END = "/websocket";

    @Override
    public String uri() {
        return address.toString();
    }

    @Override
    public String mount() {
        String uri = uri();
        return uri.substring(0, uri.length() - END.length());
    }

    @Override
    public String compressedMount() {
        throw new UnsupportedOperationException("compression is measured only with the server of the benchmarks");
    }

    @Override
    public void writeSingly(boolean isSingle) {
        // The benchmarks cannot change how the user's server writes.
    }

    @Override
    public <T> T checked(String who, long messages, long requests, Work<T> work)
            throws IOException, InterruptedException {
        return work.run();
    }

    @Override
    public void close() {
        // Nothing to stop: the user started the server.
    }
}
