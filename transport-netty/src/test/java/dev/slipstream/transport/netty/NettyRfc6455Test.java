package dev.slipstream.transport.netty;

import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.transport.contract.Rfc6455Contract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class NettyRfc6455Test extends Rfc6455Contract {

    @Override
    protected TransportProvider provider() {
        return new NettyTransportProvider();
    }

    @Override
    protected List<String> differences() {
        try {
            return Files.readAllLines(Path.of("src/test/resources/rfc6455-differences.txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
