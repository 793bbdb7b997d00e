package dev.slipstream.system.faults;

import dev.slipstream.core.DisconnectReason;
import dev.slipstream.core.Failure;

/** Formats the reason of a disconnect: its class, and its code or limit, but not its text. */
final class Kind {

    private Kind() {}

    static String of(DisconnectReason reason) {
        return switch (reason) {
            case DisconnectReason.Requested() -> "Requested";
            case DisconnectReason.Closed(int code, String text) -> "Closed(" + code + ")";
            case DisconnectReason.Failed(Failure failure) -> "Failed(" + of(failure) + ")";
            case DisconnectReason.ConnectFailed(Failure failure) -> "ConnectFailed(" + of(failure) + ")";
        };
    }

    private static String of(Failure failure) {
        String name = failure.getClass().getSimpleName();
        return switch (failure) {
            case Failure.HandshakeRefused refused -> name + " " + refused.status();
            case Failure.ProtocolViolated violated -> name + " " + violated.code();
            case Failure.MessageTooLarge large -> name + " " + large.limit();
            case Failure.HostUnresolved host -> name;
            case Failure.HostUnsupported host -> name;
            case Failure.ConnectionRefused refused -> name;
            case Failure.ConnectTimedOut late -> name;
            case Failure.TlsFailed tls -> name;
            case Failure.PlaintextReceived plaintext -> name;
            case Failure.ProxyFailed proxy -> name;
            case Failure.HandshakeInvalid invalid -> name;
            case Failure.CredentialsFailed credentials -> name;
            case Failure.ConnectionLost lost -> name;
            case Failure.HeartbeatTimedOut late -> name;
            case Failure.SlowConsumer slow -> name;
            case Failure.Unexpected unexpected -> name;
            case Failure.TimedOut late -> name;
            case Failure.Disconnected() -> name;
            case Failure.TopicClosed closed -> name;
            case Failure.NotJoined never -> name;
            case Failure.Cancelled() -> name;
            case Failure.Overflow overflow -> name;
            case Failure.ReplyInvalid invalid -> name;
            case Failure.Unencodable unencodable -> name;
        };
    }
}
