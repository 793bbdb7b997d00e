package dev.slipstream.system.transport;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;
import dev.slipstream.core.transport.Frame;
import dev.slipstream.core.transport.Handshake;
import dev.slipstream.core.transport.Transport;
import dev.slipstream.core.transport.TransportListener;
import dev.slipstream.core.transport.TransportProvider;
import dev.slipstream.core.transport.UpgradeUri;
import dev.slipstream.transport.jdk.JdkTransportProvider;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The JDK transport with planted bugs, the {@link PlantedFault}s. */
final class BrokenTransport implements TransportProvider {

    private final TransportProvider working = new JdkTransportProvider();
    private final Set<PlantedFault> planted;

    BrokenTransport(Set<PlantedFault> planted) {
        this.planted = planted;
    }

    @Override
    public String name() {
        return "broken";
    }

    @Override
    public Transport open(Handshake handshake, TransportListener listener) {
        BrokenListener between = new BrokenListener(handshake.uri(), listener);
        return new Broken(working.open(withFaults(handshake), between), between);
    }

    private boolean has(PlantedFault fault) {
        return planted.contains(fault);
    }

    private Handshake withFaults(Handshake handshake) {
        return new Handshake(
                has(PlantedFault.QUERY_DECODED) ? decoded(handshake.uri()) : handshake.uri(),
                handshake.headers(),
                handshake.subprotocols(),
                handshake.tls(),
                handshake.proxy(),
                handshake.connectTimeout().multipliedBy(has(PlantedFault.CONNECT_DEADLINE_TOO_LONG) ? 10 : 1),
                handshake.closeTimeout(),
                has(PlantedFault.MESSAGE_BOUND_FORGOTTEN) ? Integer.MAX_VALUE : handshake.maxMessageBytes(),
                has(PlantedFault.OUTBOUND_BOUND_FORGOTTEN) ? Integer.MAX_VALUE : handshake.maxOutboundFrames(),
                handshake.maxOutboundBytes());
    }

    private static UpgradeUri decoded(UpgradeUri uri) {
        return UpgradeUri.of(
                URLDecoder.decode(uri.text(), StandardCharsets.UTF_8).replace(' ', '_'));
    }

    private final class Broken implements Transport {

        private final Transport transport;
        private final BrokenListener listener;
        private final List<Frame> unflushed = new ArrayList<>();

        Broken(Transport transport, BrokenListener listener) {
            this.transport = transport;
            this.listener = listener;
        }

        @Override
        public boolean send(Frame frame) {
            if (listener.hasOpened && has(PlantedFault.UNFLUSHED_DROPPED)) {
                return unflushed.add(frame);
            }
            boolean taken = transport.send(frame);
            listener.sent();
            return taken;
        }

        @Override
        public boolean hasRoom() {
            return transport.hasRoom();
        }

        @Override
        public void flush() {
            unflushed.forEach(transport::send);
            unflushed.clear();
            transport.flush();
        }

        @Override
        public void close(int code, String text) {
            transport.close(code, text);
        }

        @Override
        public void resumeReading() {
            transport.resumeReading();
        }
    }

    private final class BrokenListener implements TransportListener {

        private final UpgradeUri uri;
        private final TransportListener listener;
        private volatile boolean hasOpened;
        private volatile boolean hasEnded;

        BrokenListener(UpgradeUri uri, TransportListener listener) {
            this.uri = uri;
            this.listener = listener;
        }

        void sent() {
            if (hasEnded && has(PlantedFault.CALLED_AFTER_THE_END)) {
                listener.readComplete();
            }
        }

        @Override
        public void opened(Map<String, List<String>> headers) {
            hasOpened = true;
            listener.opened(headers);
        }

        @Override
        public boolean received(Frame frame) {
            return listener.received(frame);
        }

        @Override
        public void readComplete() {
            listener.readComplete();
        }

        @Override
        public void writable() {
            if (!has(PlantedFault.ROOM_UNREPORTED)) {
                listener.writable();
            }
        }

        @Override
        public void pinged() {
            listener.pinged();
        }

        @Override
        public void ponged() {
            listener.ponged();
        }

        @Override
        public void ended(DisconnectReason reason) {
            hasEnded = true;
            listener.ended(withFaults(reason));
        }

        private DisconnectReason withFaults(DisconnectReason reason) {
            if (reason instanceof DisconnectReason.Closed(int code, String text) && has(PlantedFault.CLOSE_TEXT_LOST)) {
                return new DisconnectReason.Closed(code, text.isEmpty() ? text : "closed");
            }
            if (reason instanceof DisconnectReason.ConnectFailed(Failure.HandshakeInvalid invalid)
                    && has(PlantedFault.TOKEN_QUOTED)) {
                return new DisconnectReason.ConnectFailed(
                        new Failure.HandshakeInvalid(invalid.detail() + " from " + uri.text()));
            }
            return reason;
        }
    }
}
