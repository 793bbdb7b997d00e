package dev.slipstream.process;

import dev.slipstream.core.Connection;
import dev.slipstream.core.Event;
import dev.slipstream.core.machine.client.ClientMachine;
import org.jspecify.annotations.Nullable;

/**
 * The client as an await sees it: it connects {@link Await} with the process, its machine, its spans and its
 * connection.
 */
record AwaitContext(ClientProcess process, ClientMachine machine, ClientSpans spans, LiveConnection connection)
        implements Await.Owner {

    @Override
    public boolean isScript() {
        return process.isScript();
    }

    @Override
    public boolean isRelevant(Connection source, Event event) {
        return machine.isRelevant(source, event);
    }

    @Override
    public void acceptAll(Object input) {
        spans.taken(input);
        process.acceptAll(input);
    }

    @Override
    public @Nullable Event ending() {
        return process.ending();
    }

    @Override
    public void passTime() {
        boolean unused = process.passTime();
    }

    @Override
    public void readOn() {
        connection.resumeReading();
    }
}
